#!/usr/bin/env bash
# What goes beside the program: completions give what the command's own help says, units are well formed, and what is
# installed is what the packages take.
cd "$(dirname "$0")/../.." || exit 2
. tests/pam/shell.sh
ln -s "$BUILD/rolegate" "$folder/rolegate"
export PATH=$folder:$PATH

# Lines as words of one, sorted.
row() { sort | paste -sd' '; }
commands=$(rolegate --help | sed -n '/^commands:/,/^$/s/^  \([a-z]*\) .*/\1/p' | row)
long_options() { rolegate "$1" --help | grep -oE '^  (-[A-Za-z], |    )--[a-z-]+' | grep -o -- '--.*' | row; }

# ---- bash ----
bash_says() {
    bash -c '. packaging/completions/rolegate.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _rolegate
        printf "%s\n" "${COMPREPLY[@]}"' _ "$@"
}
same "bash: the commands" "$commands" "$(bash_says rolegate '' | grep -v '^--' | row)"
for command in $commands; do
    same "bash: the options of $command" "$(long_options "$command")" \
        "$(bash_says rolegate "$command" -- | grep -- '^--' | row)"
done
same "bash: services" sudo "$(bash_says rolegate stack sud | grep -x sudo)"
mkdir "$folder/odd"
: >"$folder/odd/\$(touch HACKED)"
: >"$folder/odd/sane"
ln -s sane "$folder/odd/sane-too"
same "bash: names of files are words, links as well, and nothing is run" "sane sane-too" \
    "$(cd "$folder" && bash -c 'source /dev/stdin; COMP_WORDS=(rolegate stack ""); COMP_CWORD=2; _rolegate
        printf "%s\n" "${COMPREPLY[@]}"' _ < <(sed "s|/etc/pam.d|$folder/odd|" "$OLDPWD/packaging/completions/rolegate.bash") | row)"
same "bash: nothing was run" "" "$(find "$folder" -name HACKED)"
same "bash: ids behind -W" no-zone "$(bash_says rolegate check -W no-z)"
printf '%s\n' 'zone utc' 'service front-desk, back-office' 'permission ledger.read, ledger.write' 'role keeper { allow ledger.read }' \
    'allow front-desk to user zelda, group zoologists' 'assign keeper to user zeno' >"$folder/desk.rg"
cp "$folder/desk.rg" "$folder/two words.rg"
same "bash: users of the policy" "zelda zeno" "$(bash_says rolegate can --policy "$folder/desk.rg" ze | row)"
same "bash: behind an option with a =" "zelda zeno" "$(bash_says rolegate can --policy = "$folder/desk.rg" ze | row)"
same "bash: a name of a file with a blank" "zelda zeno" \
    "$(bash_says rolegate can --policy "${folder// /\\ }/two\\ words.rg" ze | row)"
same "bash: services of the policy" front-desk "$(bash_says rolegate can --policy "$folder/desk.rg" zelda fr)"
same "bash: behind the options as well" "front-desk" "$(bash_says rolegate can zelda --why --policy "$folder/desk.rg" fr)"
same "bash: permissions" "ledger.read ledger.write" \
    "$(bash_says rolegate can zelda --policy "$folder/desk.rg" --permission le | row)"
same "bash: groups of the policy" zoologists "$(bash_says rolegate can zelda --policy "$folder/desk.rg" --group zo)"
same "bash: who" "back-office front-desk" "$(bash_says rolegate who --policy "$folder/desk.rg" '' | row)"
same "bash: roles to be granted" keeper "$(bash_says rolegate grant zelda role --policy "$folder/desk.rg" role ke)"
same "bash: a policy that is not there has no names" "" "$(bash_says rolegate can --policy "$folder/none.rg" zel)"

# ---- fish ----
if command -v fish >/dev/null 2>&1; then
    fish_says() { fish -c "source packaging/completions/rolegate.fish; complete -C '$1'" 2>/dev/null | cut -f1; }
    same "fish: the commands" "$commands" "$(fish_says 'rolegate ' | row)"
    same "fish: users of the policy" "zelda zeno" "$(fish_says "rolegate can --policy $folder/desk.rg ze" | row)"
    same "fish: services of the policy" front-desk "$(fish_says "rolegate can --policy $folder/desk.rg zelda fr" | row)"
    same "fish: permissions" "ledger.read ledger.write" \
        "$(fish_says "rolegate can zelda --policy $folder/desk.rg --permission le" | row)"
    same "fish: the options of install" "$(long_options install)" "$(fish_says 'rolegate install --' | row)"
else
    skip "fish is not here"
fi

# ---- zsh ----
if command -v zsh >/dev/null 2>&1; then
    cat >"$folder/drive.zsh" <<'END'
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "PS1=; unsetopt zle_bracketed_paste; autoload -Uz compinit && compinit -u -D; source packaging/completions/_rolegate 2>/dev/null; compdef _rolegate rolegate; zstyle ':completion:*' list-prompt ''; LISTMAX=1000; stty columns 200"
zpty -w shell "bindkey '^T' list-choices; zle-line-init() { print -n rea''dy }; zle -N zle-line-init"
zpty -r shell line '*ready*'
zpty -w -n shell "rolegate $1"$'\x14\x15'"echo the''end"$'\n'
zpty -r shell line '*theend*'
print -r -- "$line"
zpty -d shell
END
    zsh_says() { zsh -f "$folder/drive.zsh" "$1" 2>/dev/null | tr -d '\r' | sed 's/\x1b\[[0-9;?]*[a-zA-Z]//g'; }
    same "zsh: commands" "revert" "$(zsh_says 're' | grep -o '\brevert\b' | head -n 1)"
    same "zsh: services of the policy" front-desk \
        "$(zsh_says "can --policy $folder/desk.rg zelda " | grep -o '\bfront-desk\b' | head -n 1)"
    same "zsh: permissions" ledger.read \
        "$(zsh_says "who --policy $folder/desk.rg --permission " | grep -o '\bledger.read\b' | head -n 1)"
    same "zsh: options" "--because" "$(zsh_says 'install --' | grep -o -- '--because' | head -n 1)"
else
    skip "zsh is not here"
fi

# ---- found where it is installed ----
if command -v zsh >/dev/null 2>&1; then
    make --no-print-directory install BUILD="$BUILD" DESTDIR="$folder/local" >"$folder/install.log" 2>&1 || cat "$folder/install.log"
    at=$(find "$folder/local" -name _rolegate)
    at=${at#"$folder/local"}
    same "zsh: what make install puts there stands in zsh's own path" "${at%/*}" \
        "$(zsh -f -c 'print -l $fpath' | grep -xF "${at%/*}")"
    holds "the tutorial is installed" test -e "$folder/local/usr/local/share/doc/rolegate/tutorial.md"
fi

# ---- units ----
if command -v systemd-analyze >/dev/null 2>&1; then
    mkdir "$folder/units"
    for unit in packaging/systemd/* policies/examples/*.service; do
        sed "s|@bindir@|$folder|g; s|/usr/bin/rolegate|$folder/rolegate|; s/^User=maria/User=root/" "$unit" \
            >"$folder/units/$(basename "$unit")"
    done
    # One by one, and all that is said: a unit that systemd refuses is a unit that does nothing.
    for unit in "$folder"/units/*; do
        SYSTEMD_LOG_LEVEL=warning systemd-analyze verify --man=no "$unit" >"$folder/verify" 2>&1
        same "unit ${unit##*/}: the exit status of systemd-analyze verify" 0 $?
        case ${unit##*/} in
        rolegate-*.service) holds "unit ${unit##*/}: exposure at most 3.0" \
            systemd-analyze security --offline=yes --no-pager --threshold=30 "$unit" ;;
        esac
    done
else
    skip "systemd-analyze is not here"
fi

# ---- what the Debian packages take is what make install puts there ----
make --no-print-directory install BUILD="$BUILD" DESTDIR="$folder/root" prefix=/usr libdir=/usr/lib/x pamdir=/usr/lib/x/security \
    nssdir=/usr/lib/x unitdir=/lib/systemd/system zshdir=/usr/share/zsh/vendor-completions >"$folder/install.log" 2>&1 || cat "$folder/install.log"
# Lines with a second word take something of the sources.
of_tree() { grep -hvE '^[^ ]+ ' packaging/debian/*.install; }
missing=
while read -r pattern; do
    compgen -G "$folder/root/$pattern" >/dev/null || missing+="$pattern "
done < <(of_tree)
same "each line of the packages' lists is installed" "" "$missing"
left=$(cd "$folder/root" && find . \( -type f -o -type l \) -printf '%P\n' | while read -r file; do
    while read -r pattern; do
        # shellcheck disable=SC2053 # a pattern
        [[ $file == $pattern || $file == $pattern/* ]] && continue 2
    done < <(cd "$OLDPWD" && of_tree)
    echo "$file"
done 2>/dev/null)
same "no file is left out" "" "$left"

# ---- and taken away again ----
make --no-print-directory uninstall BUILD="$BUILD" DESTDIR="$folder/root" prefix=/usr libdir=/usr/lib/x \
    pamdir=/usr/lib/x/security nssdir=/usr/lib/x unitdir=/lib/systemd/system zshdir=/usr/share/zsh/vendor-completions >"$folder/uninstall.log" 2>&1 ||
    cat "$folder/uninstall.log"
same "uninstall takes all away" "" "$(find "$folder/root" -type f -o -type l)"

finish
