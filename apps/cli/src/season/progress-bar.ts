/** A bar on stderr: drawn in place on a terminal, a line per tenth elsewhere. Standard output stays for results. */
export const progressBar = (title: string): ((share: number, words?: string) => void) => {
  let lastTenth = -1;
  const width = 32;
  return (share, words = '') => {
    const clamped = Math.max(0, Math.min(1, share));
    const percent = String(Math.floor(clamped * 100)).padStart(3);
    if (process.stderr.isTTY) {
      const full = Math.round(clamped * width);
      process.stderr.write(
        `\r${title} [${'█'.repeat(full)}${'·'.repeat(width - full)}] ${percent} % ${words.slice(0, 60).padEnd(60)}${clamped === 1 ? '\n' : ''}`,
      );
      return;
    }
    const tenth = Math.floor(clamped * 10);
    if (tenth > lastTenth) {
      lastTenth = tenth;
      process.stderr.write(`${title} ${percent} % ${words}\n`);
    }
  };
};
