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

# Keep what the room needs of the hub's folder, and cover all shared places with empty ones.
mount -t tmpfs -o size=1m,mode=0700 keep /mnt
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
prlimit --nproc="$processes" --core=0 \
  setpriv --reuid "$user" --regid "$user" --clear-groups --no-new-privs --inh-caps=-all --bounding-set=-all "$@" &
server=$!
trap 'kill -TERM "$server" 2>/dev/null || true' TERM
while kill -0 "$server" 2>/dev/null; do
  wait "$server" || true
done # when this process ends, so does everything in the room
