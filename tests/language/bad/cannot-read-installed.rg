include <no-such-policy>
