# The image of the cases: the host's static busybox, with users, and a script for each signal.
set -e
root=$(mktemp -d)
chmod 755 $root
mkdir -p $root/bin $root/etc $root/tmp $root/data $root/root $root/home/www
cp /usr/bin/busybox $root/bin/busybox
for applet in $(/usr/bin/busybox --list); do [ $applet = busybox ] || ln -s busybox $root/bin/$applet; done
printf 'root:x:0:0:root:/root:/bin/sh\nwww:x:1000:1001:www:/home/www:/bin/sh\n' > $root/etc/passwd
printf 'root:x:0:\nwww:x:1001:\nextra:x:1005:www\n' > $root/etc/group
echo from-image > $root/data/seed
chown -R 1000:1001 $root/data
for tag in 1 2; do
    echo $tag > $root/etc/version
    tar -C $root -c . | curl -fsS -o /dev/null --unix-socket "$SOCKET" -X POST -H 'Content-Type: application/x-tar' --data-binary @- \
        "http://d/v1.44/images/create?fromSrc=-&repo=probe&tag=$tag&changes=CMD%20%5B%22sleep%22%2C%22100000%22%5D"
done
rm -r $root
