/**
 * What is known of the addresses connections come from: how many are open and how fast they come, what was wrong with what
 * they sent, and which are shut out for a time. Instants are milliseconds of any clock that only moves forward.
 */
export interface AddressLimits {
  readonly mostOpen: number;
  readonly mostNewPerMinute: number;
  /** Faults running, on all its connections together, after which an address is shut out. A packet let in forgives them. */
  readonly faultsBeforeBlock: number;
  readonly blockMs: number;
  /** Faults kept in a minute, of one address and of all; the others are only counted. */
  readonly mostKeptFaults: number;
  readonly mostKeptFaultsOfAll: number;
}

export type Turned = 'BLOCKED' | 'TOO_MANY_OPEN' | 'TOO_MANY_NEW';

export interface AddressEntry {
  readonly address: string;
  open: number;
  faultsRunning: number;
  blockedUntil: number | null;
  /** Of the minute under way. */
  newOnes: number;
  kept: number;
  notKept: number;
}

export interface BlockedAddress {
  readonly address: string;
  readonly secondsLeft: number;
  readonly turnedAway: number;
}

const MINUTE_MS = 60_000;
/** Addresses remembered though nothing of them is open: an attacker may have many. */
const MOST_ADDRESSES = 20_000;

export class AddressBook {
  private readonly entries = new Map<string, AddressEntry>();
  private readonly turnedAway = new Map<string, number>();
  private minuteFrom = 0;
  private keptOfAll = 0;

  constructor(private readonly limits: AddressLimits) {}

  /** Takes a new connection of an address in, or says why not. */
  open(address: string, now: number): AddressEntry | Turned {
    const entry = this.entryOf(address);
    const turned = this.turnedBy(entry, now);
    entry.newOnes += 1;
    if (turned) {
      this.turnedAway.set(address, (this.turnedAway.get(address) ?? 0) + 1);
      return turned;
    }
    entry.open += 1;
    return entry;
  }

  closed(entry: AddressEntry): void {
    entry.open -= 1;
  }

  /** Notes a fault. `isKept` says whether it may be kept, `isBlocked` that the address has now sent one too many. */
  fault(entry: AddressEntry, now: number): { readonly isKept: boolean; readonly isBlocked: boolean } {
    entry.faultsRunning += 1;
    const isKept = entry.kept < this.limits.mostKeptFaults && this.keptOfAll < this.limits.mostKeptFaultsOfAll;
    if (isKept) {
      entry.kept += 1;
      this.keptOfAll += 1;
    } else entry.notKept += 1;
    const isBlocked = entry.blockedUntil === null && entry.faultsRunning >= this.limits.faultsBeforeBlock;
    if (isBlocked) entry.blockedUntil = now + this.limits.blockMs;
    return { isKept, isBlocked };
  }

  /** Begins a new minute where one is over; answers the faults of the last that were not kept, by address. */
  pass(now: number): readonly { readonly address: string; readonly notKept: number }[] {
    for (const entry of this.entries.values())
      if (entry.blockedUntil !== null && entry.blockedUntil <= now) {
        entry.blockedUntil = null;
        entry.faultsRunning = 0;
        this.turnedAway.delete(entry.address);
      }
    return now - this.minuteFrom < MINUTE_MS ? [] : this.endMinute(now);
  }

  /** Ends the minute under way at once. */
  endMinute(now: number): readonly { readonly address: string; readonly notKept: number }[] {
    this.minuteFrom = now;
    this.keptOfAll = 0;
    const over: { address: string; notKept: number }[] = [];
    for (const entry of [...this.entries.values()]) {
      if (entry.notKept > 0) over.push({ address: entry.address, notKept: entry.notKept });
      entry.newOnes = entry.kept = entry.notKept = 0;
      if (entry.open <= 0 && entry.blockedUntil === null && entry.faultsRunning === 0)
        this.entries.delete(entry.address);
    }
    return over;
  }

  blocked(now: number): BlockedAddress[] {
    return [...this.entries.values()]
      .filter(({ blockedUntil }) => blockedUntil !== null && blockedUntil > now)
      .map(({ address, blockedUntil }) => ({
        address,
        secondsLeft: Math.ceil(((blockedUntil as number) - now) / 1_000),
        turnedAway: this.turnedAway.get(address) ?? 0,
      }));
  }

  /**
   * Lets an address in again before its time, if it was shut out at the instant `begunBy` or before; false where it was not.
   * A block that began later is another one, of which nobody has said anything.
   */
  unblock(address: string, begunBy: number): boolean {
    const entry = this.entries.get(address);
    if (!entry || entry.blockedUntil === null || entry.blockedUntil - this.limits.blockMs > begunBy) return false;
    entry.blockedUntil = null;
    entry.faultsRunning = 0;
    this.turnedAway.delete(address);
    return true;
  }

  private turnedBy(entry: AddressEntry, now: number): Turned | null {
    if (entry.blockedUntil !== null && entry.blockedUntil > now) return 'BLOCKED';
    if (entry.open >= this.limits.mostOpen) return 'TOO_MANY_OPEN';
    return entry.newOnes >= this.limits.mostNewPerMinute ? 'TOO_MANY_NEW' : null;
  }

  private entryOf(address: string): AddressEntry {
    const known = this.entries.get(address);
    if (known) return known;
    if (this.entries.size >= MOST_ADDRESSES) this.forgetOldest();
    const made = { address, open: 0, faultsRunning: 0, blockedUntil: null, newOnes: 0, kept: 0, notKept: 0 };
    this.entries.set(address, made);
    return made;
  }

  private forgetOldest(): void {
    for (const entry of this.entries.values())
      if (entry.open <= 0) {
        this.entries.delete(entry.address);
        this.turnedAway.delete(entry.address);
        return;
      }
  }
}
