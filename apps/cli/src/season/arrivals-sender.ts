import type { GatewayClient } from '../gateway-client.js';
import { Hj212Sender } from './hj212-sender.js';
import type { Arrival } from './streams.js';

/** Brings what comes by itself to the doors: feed files one after the other, every device over its own line. */
export class ArrivalsSender {
  private readonly lines = new Map<string, Hj212Sender>();

  constructor(
    private readonly client: GatewayClient,
    private readonly port: number,
  ) {}

  async send(arrivals: readonly Arrival[]): Promise<void> {
    const byDevice = new Map<string, Arrival[]>();
    const feeds: Extract<Arrival, { door: 'feed' }>[] = [];
    for (const arrival of arrivals) {
      if (arrival.door === 'feed') feeds.push(arrival);
      else (byDevice.get(arrival.mn) ?? byDevice.set(arrival.mn, []).get(arrival.mn)!).push(arrival);
    }
    await Promise.all([this.sendFeeds(feeds), ...[...byDevice].map(([mn, of]) => this.sendFrames(mn, of))]);
  }

  /** Frames sent again because their answer did not come. */
  get resent(): number {
    return [...this.lines.values()].reduce((sum, line) => sum + line.resent, 0);
  }

  close(): void {
    for (const line of this.lines.values()) line.close();
  }

  private async sendFeeds(feeds: readonly Extract<Arrival, { door: 'feed' }>[]): Promise<void> {
    for (const feed of feeds) {
      await this.client.call(feed.actor, 'POST', `/api/feeds/${feed.layout}`, {
        text: { type: 'text/csv', content: feed.content },
      });
    }
  }

  private async sendFrames(mn: string, arrivals: readonly Arrival[]): Promise<void> {
    const line = this.lines.get(mn) ?? new Hj212Sender('127.0.0.1', this.port);
    this.lines.set(mn, line);
    let batch: { qn: string; frame: Buffer }[] = [];
    for (const arrival of arrivals) {
      if (arrival.door === 'hj212') batch.push(arrival);
      else if (arrival.door === 'raw') {
        await line.send(batch);
        batch = [];
        await line.sendRaw(arrival.frame);
      }
    }
    await line.send(batch);
  }
}
