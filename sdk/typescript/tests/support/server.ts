// A server of our own: the binary that `CAUSERIE_BIN` names, on a data folder and a port of its own.

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { at } from './files.js';

const binary = process.env['CAUSERIE_BIN'] ?? at('target/release/causerie');

export class Server {
  #child: ChildProcess | undefined;
  #log = '';
  readonly #folder = mkdtempSync(join(tmpdir(), 'causerie-typescript-'));

  private constructor(
    readonly port: number,
    readonly settings: Record<string, string>,
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  static async start(settings: Record<string, string> = {}): Promise<Server> {
    const server = new Server(await freePort(), settings);
    try {
      await server.begin();
    } catch (error) {
      await server.remove();
      throw error;
    }
    return server;
  }

  /** Starts the binary, and waits until it listens. */
  async begin(): Promise<void> {
    if (!existsSync(binary)) throw new Error(`there is no ${binary}: build the server, or name another one by CAUSERIE_BIN`);
    const own = { CAUSERIE_LISTEN: `127.0.0.1:${this.port}`, CAUSERIE_DATA_DIR: this.#folder, CAUSERIE_RATE_LIMITS: 'off' };
    const child = spawn(binary, [], { cwd: this.#folder, env: { PATH: process.env['PATH'], ...own, ...this.settings } });
    this.#child = child;
    await new Promise<void>((resolve, reject) => {
      const hear = (data: Buffer): void => {
        this.#log += data.toString();
        if (this.#log.includes('listening on http://')) resolve();
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.on('exit', (code) => reject(new Error(`the server ended with ${code}:\n${this.#log}`)));
      child.on('error', reject);
    });
  }

  /** Ends the server, at once or as in service. */
  async end(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    this.#log = '';
    if (!child || child.exitCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await gone;
  }

  /** Ends the server and starts it again on the same data. */
  async restart(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    await this.end(signal);
    await this.begin();
  }

  async remove(): Promise<void> {
    await this.end();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
