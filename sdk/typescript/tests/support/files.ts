// Files of the repository that tests are held to.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const top = resolve(fileURLToPath(import.meta.url), '../../../../..');

export const at = (path: string): string => resolve(top, path);
export const text = (path: string): string => readFileSync(at(path), 'utf8');

export interface Vectors {
  close: {
    codes: { code: number; action: 'resume' | 'reauth' | 'terminal'; error?: string }[];
    others: number[];
  };
  retry: {
    retries: number;
    longest_retry_after_s: number;
    decisions: { status: number; repeatable: boolean; retry: boolean }[];
    delays: { failures: number; random: number; retry_after_s?: number; delay_ms: number }[];
    reconnect_delays: { failures: number; random: number; delay_ms: number }[];
    retry_after: { header: string; seconds?: number }[];
    retry_after_now: string;
  };
  problems: { problems: { code: string; status: number; title: string; may_succeed_later: boolean }[] };
}

const json = <Key extends keyof Vectors>(name: string): Vectors[Key] => JSON.parse(text(`sdk/vectors/${name}.json`)) as Vectors[Key];

export const vectors: Vectors = {
  close: json<'close'>('close-codes'),
  retry: json<'retry'>('retry'),
  problems: json<'problems'>('problem-codes'),
};

interface SpecOperation {
  operationId: string;
  parameters?: { $ref?: string; name?: string; in?: string; required?: boolean }[];
  requestBody?: object;
  security?: object[];
  'x-close-codes'?: { code: number; action: string }[];
}

export const spec = parse(text('openapi.yaml')) as {
  paths: Record<string, Record<string, SpecOperation>>;
  components: {
    parameters: Record<string, { name: string; in: string; required?: boolean }>;
    schemas: Record<string, { discriminator?: { mapping: Record<string, string> } }>;
  };
};
