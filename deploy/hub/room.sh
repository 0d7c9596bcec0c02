#!/bin/sh
# A learner's room: runs a command as one learner, who sees their own files, their own processes and no network.
# rooms.py starts this as root in fresh namespaces (mounts, processes, network); here it is process 1.
# Use: room.sh USER HUB-FOLDER PROCESSES COMMAND...
set -eu
user=$1 folder=$2 processes=$3
shift 3
name=${user#az-}
home=$folder/learners/$name

umask 022
ip link set lo up # the kernel of a lesson talks with its server over this room's own loopback

# Nothing tells who else there is: no disk of another, no list of people or devices.
for each in "$folder"/learners/*; do
  [ "$each" = "$home" ] || umount "$each" 2>/dev/null || true
done
mount -t tmpfs -o size=8m,mode=0755 keep /mnt
mkdir /mnt/etc
for each in alternatives fonts hosts ld.so.cache ld.so.conf ld.so.conf.d localtime mime.types nsswitch.conf; do
  [ ! -e "/etc/$each" ] || cp -a "/etc/$each" /mnt/etc/
done
for list in passwd group; do
  grep -v '^az-' "/etc/$list" >"/mnt/etc/$list"
  grep "^$user:" "/etc/$list" >>"/mnt/etc/$list"
done
mount --bind /mnt/etc /etc # the whole folder: a new list, when somebody joins, would uncover a file of it
mount -t tmpfs -o size=1m,mode=0755,nosuid,nodev room /sys
umount /dev/mqueue 2>/dev/null || true # it is of the whole computer; the room has its own messages

# Keep what the room needs of the hub's folder, and cover all shared places with empty ones.
mkdir /mnt/home /mnt/door
mount --bind "$home" /mnt/home
mount --bind "$folder/door" /mnt/door
for place in /tmp /var/tmp /dev/shm; do
  mount -t tmpfs -o size=64m,mode=1777,nosuid,nodev room "$place"
done
mount -t tmpfs -o size=1m,mode=0755,nosuid,nodev room /run
mkdir -p "$folder"
mount -t tmpfs -o size=1m,mode=0755,nosuid,nodev room "$folder"
mkdir -p "$home" "$folder/door"
mount --move /mnt/home "$home"
mount --move /mnt/door "$folder/door"
umount /mnt
cd "$home"
umask 077

# As the learner, without any right of root, and never with more.
prlimit --nproc="$processes" --nofile=4096 --core=0 \
  setpriv --reuid "$user" --regid "$user" --clear-groups --no-new-privs --inh-caps=-all --bounding-set=-all "$@" &
server=$!
trap 'kill -TERM "$server" 2>/dev/null || true' TERM
while kill -0 "$server" 2>/dev/null; do
  wait "$server" || true
done # when this process ends, so does everything in the room
