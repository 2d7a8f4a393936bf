import type { CpuShares } from './cpu-shares.js';

/** One measured figure. `goal` is a least value, or with `isAtMost` a most. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly goal?: number;
  readonly isAtMost?: boolean;
}

/** Hands the figures of a benchmark to the runner: the last line on stdout, as JSON. Everything else goes to stderr. */
export const report = (figures: readonly Figure[], cpu: CpuShares | null, remark = ''): void => {
  process.stdout.write(`${JSON.stringify({ figures, cpu, remark })}\n`);
};

export const progress = (line: string): void => {
  process.stderr.write(`  ${line}\n`);
};

/** Asks until it is so, or fails after the deadline: no benchmark runs for ever. */
export const until = async (
  what: string,
  deadlineSeconds: number,
  isSo: () => boolean | Promise<boolean>,
  everyMs = 20,
): Promise<void> => {
  const end = performance.now() + deadlineSeconds * 1_000;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`${what}: not within ${deadlineSeconds} s`);
    await new Promise((done) => setTimeout(done, everyMs));
  }
};
