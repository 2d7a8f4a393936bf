/** Thrown when something a record needs has not arrived yet: the record waits and is tried again, it is not refused. */
export class NotYet extends Error {
  constructor(readonly waitingFor: string) {
    super(`waiting for ${waitingFor}`);
    this.name = 'NotYet';
  }
}

const TRANSIENT_SQLSTATE = /^(08|40001|40P01|53|55P03|57P0)/;
const TRANSIENT_ERRNO = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN']);

/**
 * Whether trying again may help by itself: the database is away, restarting, out of connections, or two transactions
 * met. While that is so no record is poison.
 */
export const isTransient = (why: unknown): boolean => {
  if (!(why instanceof Error)) return false;
  const code = (why as Error & { code?: unknown }).code;
  if (typeof code === 'string' && (TRANSIENT_ERRNO.has(code) || (code.length === 5 && TRANSIENT_SQLSTATE.test(code))))
    return true;
  const driver = (why as Error & { driverError?: unknown }).driverError;
  if (driver && driver !== why && isTransient(driver)) return true;
  return /Connection terminated|connection timeout|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable|the database system is/i.test(
    why.message,
  );
};
