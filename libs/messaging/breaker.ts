/**
 * Tells a poisoned record from a broken consumer: if more than one record in a hundred of the last thousand is parked
 * (and at least ten were), parking goes on no further and the consumer is paused.
 */
export class Breaker {
  private seen = 0;
  private parked = 0;
  tripped = false;

  /** Returns true at the moment it trips. */
  count(records: number, parked: number): boolean {
    if (this.seen >= 1_000) {
      this.seen = Math.floor(this.seen / 2);
      this.parked = Math.floor(this.parked / 2);
    }
    this.seen += records;
    this.parked += parked;
    const trips = !this.tripped && parked > 0 && this.parked >= 10 && this.parked * 100 > this.seen;
    if (trips) this.tripped = true;
    return trips;
  }

  reset(): void {
    this.seen = 0;
    this.parked = 0;
    this.tripped = false;
  }
}
