import { readdirSync, readFileSync } from 'node:fs';

/** The kernel's tick on every system this runs on. */
const TICKS_A_SECOND = 100;

/** Processor seconds by name, those of nobody named here, and how long it took. */
export interface CpuShares {
  readonly seconds: number;
  readonly named: Readonly<Record<string, number>>;
  readonly others: number;
}

const statOf = (pid: string | number): { parent: number; own: number; children: number } | null => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const at = (field: number): number => Number(fields[field - 3]); // fields are numbered from 1, the first two are cut off
    return { parent: at(4), own: at(14) + at(15), children: at(16) + at(17) };
  } catch {
    return null; // it has just ended
  }
};

/** Ticks of a process and everything below it, children that have ended included. */
const ticksOfTree = (root: number): number => {
  const stats = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => {
        const stat = statOf(name);
        return stat ? [[Number(name), stat] as const] : [];
      }),
  );
  const below = (pid: number): number => {
    const stat = stats.get(pid);
    if (!stat) return 0;
    let ticks = stat.own + (pid === root ? stat.children : 0);
    for (const [child, { parent }] of stats) if (parent === pid) ticks += below(child);
    return ticks;
  };
  return below(root);
};

/** Ticks the machine was busy for anybody, without waiting for the disk. */
const busyTicks = (): number => {
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = readFileSync('/proc/stat', 'utf8')
    .split('\n', 1)[0]!
    .split(/\s+/)
    .slice(1)
    .map(Number);
  return user + nice + system + irq + softirq;
};

/**
 * Watches processor time from now until the returned function is called: of this process and of the servers the runner
 * names in BENCH_PIDS (JSON, name to process id), each with its children. Linux only; elsewhere nothing is measured.
 */
export const watchCpu = (more: Readonly<Record<string, number>> = {}): (() => CpuShares | null) => {
  if (process.platform !== 'linux') return () => null;
  const servers = JSON.parse(process.env['BENCH_PIDS'] ?? '{}') as Record<string, number>;
  const pids = Object.entries({ ...servers, ...more, 'the benchmark': process.pid });
  const look = () => ({
    at: performance.now(),
    busy: busyTicks(),
    ticks: pids.map(([, pid]) => (pid === process.pid ? (statOf(pid)?.own ?? 0) : ticksOfTree(pid))),
  });
  const before = look();
  return () => {
    const after = look();
    const used = after.ticks.map((ticks, n) => Math.max(0, ticks - (before.ticks[n] ?? 0)) / TICKS_A_SECOND);
    return {
      seconds: (after.at - before.at) / 1_000,
      named: Object.fromEntries(pids.map(([name], n) => [name, used[n] ?? 0])),
      others: Math.max(0, (after.busy - before.busy) / TICKS_A_SECOND - used.reduce((sum, one) => sum + one, 0)),
    };
  };
};
