#!/bin/sh
# System libraries that Qt asks for: finds the missing ones and installs them (Debian, Ubuntu, UOS, Kylin).
# Installs only as root or through sudo without a password; otherwise prints the command. Never stops the set-up.
# The list is what the libraries and the xcb plugin of PySide6 6.9.3 link to (objdump -p ... | grep NEEDED).
# QtCharts and QtPdf need neither libnss3 nor libasound2; QtPdf needs libatomic1 and, by QtNetwork, Kerberos.
set -u
python=${1:-python3}
PATH=$PATH:/usr/sbin:/sbin
export PATH

[ "$(uname -s)" = Linux ] || exit 0

known=$(ldconfig -p 2>/dev/null) || exit 0     # musl and the like: nothing to say
case $(uname -m) in x86_64) known=$(echo "$known" | grep 'x86-64') ;; esac

missing=
while read -r library package; do
    case "$known" in
        *"$library "*) ;;
        *) case " $missing " in *" $package "*) ;; *) missing="$missing $package" ;; esac ;;
    esac
done <<'LIST'
libEGL.so.1 libegl1
libGL.so.1 libgl1
libglib-2.0.so.0 libglib2.0-0
libgthread-2.0.so.0 libglib2.0-0
libdbus-1.so.3 libdbus-1-3
libfontconfig.so.1 libfontconfig1
libfreetype.so.6 libfreetype6
libatomic.so.1 libatomic1
libgssapi_krb5.so.2 libgssapi-krb5-2
libX11.so.6 libx11-6
libX11-xcb.so.1 libx11-xcb1
libxkbcommon.so.0 libxkbcommon0
libxkbcommon-x11.so.0 libxkbcommon-x11-0
libxcb.so.1 libxcb1
libxcb-cursor.so.0 libxcb-cursor0
libxcb-glx.so.0 libxcb-glx0
libxcb-icccm.so.4 libxcb-icccm4
libxcb-image.so.0 libxcb-image0
libxcb-keysyms.so.1 libxcb-keysyms1
libxcb-randr.so.0 libxcb-randr0
libxcb-render.so.0 libxcb-render0
libxcb-render-util.so.0 libxcb-render-util0
libxcb-shape.so.0 libxcb-shape0
libxcb-shm.so.0 libxcb-shm0
libxcb-sync.so.1 libxcb-sync1
libxcb-util.so.1 libxcb-util1
libxcb-xfixes.so.0 libxcb-xfixes0
libxcb-xkb.so.1 libxcb-xkb1
LIST

# Debian keeps ensurepip apart; it is wanted once, to make .venv, and only for Debian's own Python
if [ ! -x .venv/bin/python ] && ! "$python" -c 'import ensurepip' 2>/dev/null; then
    case $(command -v "$python") in
        /usr/bin/python3.[0-9]*) missing="$missing ${python##*/}-venv" ;;
        /usr/bin/python3|'') missing="$missing python3-venv" ;;
    esac
fi

missing=${missing# }
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
    echo "缺少系统库(Debian 的包名),请用本机的包管理器安装 / System libraries are missing (names as in Debian), please install them: $missing" >&2
    exit 0
fi

if [ "$(id -u)" = 0 ]; then
    as_root=env
elif sudo -n true 2>/dev/null; then
    as_root="sudo -n env"
else
    echo "缺少系统库,请执行 / System libraries are missing, please type:" >&2
    echo "    sudo apt-get install --no-install-recommends $missing" >&2
    exit 0
fi

install() {
    $as_root DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

echo "安装系统库 / Installing system libraries: $missing"
$as_root apt-get update -qq >/dev/null 2>&1
# shellcheck disable=SC2086  # a list of names
if ! install $missing; then
    for package in $missing; do                # one unknown name must not keep the others away
        install "$package" || echo "未能安装 / Not installed: $package" >&2
    done
fi
exit 0
