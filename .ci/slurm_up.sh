#!/usr/bin/env bash
# A SLURM cluster of two nodes on this one machine, for the tests: a controller and a slurmd for each node, on loopback, without systemd.
# Runs again harmlessly: what is up stays up, a node that was killed comes back.
#
#   eval "$(.ci/slurm_up.sh)"      starts it, and sets SLURM_CONF and SLURM_STATE for the commands of SLURM and the other two scripts
#
# SLURM_STATE is the folder it keeps everything in (default: in the folder for temporary files). On Debian missing packages are installed.
set -euo pipefail

state=${SLURM_STATE:-${TMPDIR:-/tmp}/ruralsim-slurm}
conf=$state/slurm.conf
host=$(hostname -s)
user=$(id -un)

if ! command -v slurmctld >/dev/null || ! command -v slurmd >/dev/null || ! command -v sbatch >/dev/null || ! command -v munged >/dev/null; then
    apt-get update -qq >&2
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends slurmctld slurmd slurm-client munge >/dev/null
fi
# The daemons know one another by the name of the machine.
getent hosts "$host" >/dev/null || echo "127.0.0.1 $host" >>/etc/hosts

mkdir -p "$state"/{munge,controller,spool,log,run}
# munge refuses folders that others could write into.
chmod 755 "$state"
chmod 700 "$state/munge"
runs() { [ -s "$1" ] && kill -0 "$(cat "$1")" 2>/dev/null; }

if ! runs "$state/run/munged.pid"; then
    [ -s "$state/munge/key" ] || (umask 077 && head -c 1024 /dev/urandom >"$state/munge/key")
    munged --force --socket="$state/munge/socket" --key-file="$state/munge/key" --pid-file="$state/run/munged.pid" \
        --log-file="$state/log/munged.log" --seed-file="$state/munge/seed" >&2
fi

# Two nodes of two cores each, whatever the machine has. Times are short, so that a lost node is missed within half a minute and
# its jobs begin again a few seconds later. A small MaxArraySize shows that more shards than that make several arrays.
cat >"$conf" <<CONF
ClusterName=ruralsim
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=26817
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
SlurmUser=$user
SlurmdUser=$user
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket=$state/munge/socket,cred_expire=5
StateSaveLocation=$state/controller
SlurmdSpoolDir=$state/spool/%n
SlurmctldPidFile=$state/run/controller.pid
SlurmdPidFile=$state/run/%n.pid
SlurmctldLogFile=$state/log/controller.log
SlurmdLogFile=$state/log/%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
SlurmdParameters=config_overrides
SchedulerType=sched/backfill
SchedulerParameters=sched_interval=1,bf_interval=1,batch_sched_delay=0
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
ReturnToService=2
SlurmctldTimeout=10
SlurmdTimeout=10
InactiveLimit=0
KillWait=5
MessageTimeout=10
MaxArraySize=6
NodeName=n[1-2] NodeHostname=$host NodeAddr=127.0.0.1 Port=[27001-27002] CPUs=2 RealMemory=1000 State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
CONF

export SLURM_CONF=$conf
runs "$state/run/controller.pid" || slurmctld -f "$conf" >&2
for node in n1 n2; do
    mkdir -p "$state/spool/$node"
    runs "$state/run/$node.pid" || slurmd -f "$conf" -N "$node" >&2
done

for _ in $(seq 300); do
    up=$(sinfo --noheader --Node --states=idle,alloc,mix --format=%N 2>/dev/null | sort -u | wc -l)
    if [ "$up" -eq 2 ]; then
        printf 'export SLURM_CONF=%q SLURM_STATE=%q\n' "$conf" "$state"
        exit 0
    fi
    for node in $(sinfo --noheader --Node --states=down,drain --format=%N 2>/dev/null | sort -u); do
        scontrol update nodename="$node" state=resume >/dev/null 2>&1 || true
    done
    sleep 0.2
done
echo "SLURM did not come up within a minute; its logs end so:" >&2
tail -n 5 "$state"/log/*.log >&2
exit 1
