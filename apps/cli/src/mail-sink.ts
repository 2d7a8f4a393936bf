import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';

/**
 * A mail server for the sample: takes every message and keeps it as a file, so that nothing leaves the machine. Answers
 * `/readyz` on its operations port like a service, for the supervisor.
 */
export const runMailSink = async (options: { port: number; opsPort: number; folder: string }): Promise<void> => {
  mkdirSync(options.folder, { recursive: true });
  let taken = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const id = /^message-id: *<([\w.-]+)/im.exec(Buffer.concat(chunks).toString('utf8'))?.[1] ?? session.id;
        writeFileSync(join(options.folder, `${id}.eml`), Buffer.concat(chunks));
        taken++;
        done();
      });
    },
  });
  await new Promise<void>((done) => server.listen(options.port, '127.0.0.1', done));
  const ops = createServer((_request, response) => response.end(JSON.stringify({ ready: true, taken })));
  ops.listen(options.opsPort, '127.0.0.1');
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      ops.close();
      server.close(() => process.exit(0));
      setTimeout(() => process.exit(0), 1_000).unref();
    });
  }
};
