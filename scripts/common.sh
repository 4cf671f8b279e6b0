# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# Shared by ./start, ./check and ./bench: what is missing is installed, the build is set up once. Messages go to
# standard error, so that the program's own output stays clean. Exit codes are those of sysexits.h.
# The caller has set $top, the folder of the checkout.
# shellcheck disable=SC2154

EX_UNAVAILABLE=69
EX_NOPERM=77

say() {
    printf '%s\n' "$*" >&2
}

# The names in package lists, without their comments.
packages_wanted() {
    sed 's/#.*//' "$@" | tr -s '[:space:]' '\n' | sed '/^$/d'
}

# Those of the names on standard input that are not installed.
packages_missing() {
    names=$(cat)
    # dpkg-query complains about names that it has never heard of; those are missing, like the rest.
    # shellcheck disable=SC2016,SC2086
    installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' $names 2>/dev/null | sed -n 's/^installed //p')
    for name in $names; do
        case "
$installed
" in
        *"
$name
"*) ;;
        *) printf '%s\n' "$name" ;;
        esac
    done
}

# Runs a command as root; sudo may ask for the password only where somebody can type it.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif [ -t 0 ]; then
        sudo "$@"
    else
        sudo -n "$@"
    fi
}

# sudo forgets the environment, but apt needs to know the way out through a proxy.
apt_get() {
    as_root env DEBIAN_FRONTEND=noninteractive \
        ${http_proxy:+"http_proxy=$http_proxy"} ${https_proxy:+"https_proxy=$https_proxy"} \
        apt-get -q "$@" >&2
}

packages_explain_no_apt() {
    say "这台机器没有 apt-get（不是 Debian 或 Ubuntu），不能自动安装软件包。"
    say "请先用本机的包管理器装好与下列 Debian 软件包相当的软件，再运行一次："
    say "  $*"
}

packages_explain_no_root() {
    say "安装软件包需要管理员权限，但当前用户不是 root，本机也没有 sudo。请管理员先运行："
    say "  apt-get update && apt-get install --no-install-recommends $*"
}

packages_explain_failed() {
    say "软件包没有装上，原因见上面 apt-get 的输出。请检查网络、软件源（/etc/apt）和 sudo 权限，再运行一次；"
    say "也可以由管理员手动安装："
    say "  apt-get update && apt-get install --no-install-recommends $*"
}

# packages_install LIST...: installs what is missing of the lists, after saying what. Without apt-get, what is there has to do:
# the build then names what it lacks.
packages_install() {
    if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
        if command -v meson >/dev/null && command -v ninja >/dev/null; then return 0; fi
        # shellcheck disable=SC2046
        packages_explain_no_apt $(packages_wanted "$@")
        return "$EX_UNAVAILABLE"
    fi
    missing=$(packages_wanted "$@" | packages_missing | tr '\n' ' ')
    if [ -z "$missing" ]; then return 0; fi
    if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
        packages_explain_no_root "$missing"
        return "$EX_NOPERM"
    fi
    say "需要先安装这些软件包：$missing"
    # shellcheck disable=SC2086
    if ! apt_get update || ! apt_get install -y --no-install-recommends $missing; then
        packages_explain_failed "$missing"
        return "$EX_UNAVAILABLE"
    fi
}

# Whether a build folder was set up for this checkout, and not for one that has been moved or copied.
build_is_ours() {
    [ -f "$1/build.ninja" ] && grep -qsF "\"source\": \"$top\"" "$1/meson-info/meson-info.json"
}

# build_configure FOLDER [MESON OPTION...]: once; ninja itself sees to it afterwards.
build_configure() {
    folder=$1
    shift
    if build_is_ours "$folder"; then return 0; fi
    rm -rf "$folder"
    meson setup "$@" "$folder" "$top" >&2
}
