/** Exits 0 where the service in this container answers ready on its operations port. */
const answer = await fetch(`http://127.0.0.1:${process.env.OPS_PORT}/readyz`, {
  signal: AbortSignal.timeout(4_000),
}).catch(() => undefined);
process.exit(answer?.ok ? 0 : 1);
