# enter.sh ROOT LAYER BUILD SOURCE - runs a source's script in the machine at ROOT; in namespaces that real.sh has made.
# What is written goes to a layer in memory. BUILD: where the product was built.
root=$1 layer=$2 build=$3 source=$4
mount -t tmpfs none "$layer" && mkdir "$layer/upper" "$layer/work" "$layer/root" || exit 2
mount -t overlay none -o "lowerdir=$root,upperdir=$layer/upper,workdir=$layer/work" "$layer/root" || exit 2
machine=$layer/root
mount -t proc proc "$machine/proc" && mount -t tmpfs none "$machine/dev" && mount -t tmpfs none "$machine/run" || exit 2
for node in null zero urandom random; do
    touch "$machine/dev/$node" && mount --bind "/dev/$node" "$machine/dev/$node" || exit 2
done
mkdir -p "$machine/rg/pam" "$machine/run/lock" "$machine/etc/rolegate" && cp "${0%/*}"/* "$machine/rg/" || exit 2
cp "$build/rolegate" "$build/pam_rolegate.so" "$build/tests/pam/transaction_driver" "$machine/rg/" || exit 2
cp "$build/libnss_rolegate.so.2" "$machine/usr/lib/" || exit 2
hostname dc1 && ip link set lo up || exit 2
exec chroot "$machine" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C bash "/rg/$source.sh"
