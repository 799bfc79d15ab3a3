import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { readEnvironment } from '#libs/environment';
import { parse } from 'yaml';

// These tests need no container engine: they read the files that an operator starts as the engine would.

interface Service {
  readonly image?: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
  readonly networks?: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
}

interface Composition {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks?: Readonly<Record<string, { readonly internal?: boolean } | null>>;
  readonly volumes?: Readonly<Record<string, unknown>>;
}

const path = (file: string): string => fileURLToPath(new URL(`../../${file}`, import.meta.url));
const textOf = (file: string): string => readFileSync(path(file), 'utf8');
const composition = (file: string): Composition => parse(textOf(file), { merge: true }) as Composition;

const cluster = composition('docker/compose.yaml');
const single = composition('docker/compose.single.yaml');
const service = (name: string): Service => {
  const found = cluster.services[name];
  if (found === undefined) throw new Error(`There is no service ${name}.`);
  return found;
};

const EVENT_STORES = ['event-store-1', 'event-store-2', 'event-store-3'];
const LEDGER = ['api-1', 'api-2', 'projector-1', 'projector-2'];

/** Replaces `${NAME:-default}` by its default and `${NAME:?message}` by a password, as the engine would. */
const interpolated = (text: string): string =>
  text.replace(/\$\{\w+:-([^}]*)\}/g, '$1').replace(/\$\{\w+:\?[^}]*\}/g, 'a-password');

describe('the cluster of docker/compose.yaml', () => {
  it('has as many of each process as the documents say', () => {
    expect(Object.keys(cluster.services).sort()).toStrictEqual(
      [...EVENT_STORES, ...LEDGER, 'postgres', 'proxy'].sort(),
    );
  });

  it('gives the same signing key to every API process, and to nothing else', () => {
    const signing = Object.entries(cluster.services).filter(([, { secrets = [] }]) => secrets.length > 0);

    expect(signing.map(([name]) => name)).toStrictEqual(['api-1', 'api-2']);
    for (const [, { environment, secrets }] of signing) {
      expect(secrets).toStrictEqual(['signing-key']);
      expect(environment?.['LEDGER_SIGNING_KEY_FILE']).toBe('/run/secrets/signing-key');
    }
  });

  it('lets only the proxy be reached from outside', () => {
    const open = Object.entries(cluster.services).filter(([, { ports = [] }]) => ports.length > 0);

    expect(open.map(([name]) => name)).toStrictEqual(['proxy']);
    expect(service('proxy').networks).not.toContain('store');
  });

  it.each([...EVENT_STORES, 'postgres'])('keeps %s on a network that leads nowhere', (name) => {
    expect(service(name).networks).toStrictEqual(['store']);
    expect(cluster.networks?.['store']).toStrictEqual({ internal: true });
  });

  it.each(EVENT_STORES)('has %s keep every event, and run no projections', (name) => {
    const { environment = {}, volumes = [] } = service(name);
    const others = EVENT_STORES.filter((other) => other !== name).map((other) => `${other}:2113`);

    expect(environment).toMatchObject({
      EVENTSTORE_CLUSTER_SIZE: '3',
      EVENTSTORE_GOSSIP_SEED: others.join(','),
      EVENTSTORE_RUN_PROJECTIONS: 'None',
      EVENTSTORE_START_STANDARD_PROJECTIONS: 'false',
      EVENTSTORE_NODE_HOST_ADVERTISE_AS: name,
      EVENTSTORE_ADVERTISE_HOST_TO_CLIENT_AS: name,
    });
    expect(Object.keys(environment).filter((variable) => /UNSAFE|MEM_DB|SCAVENGE/.test(variable))).toEqual(
      [],
    );
    expect(volumes).toStrictEqual([`${name}:/var/lib/eventstore`]);
    expect(cluster.volumes).toHaveProperty(name);
  });

  it.each(LEDGER)('starts %s with an environment that it takes', (name) => {
    const { environment = {} } = service(name);
    const variables = Object.fromEntries(
      Object.entries(environment).map(([variable, value]) => [variable, interpolated(value)]),
    );

    expect(readEnvironment({ NODE_ENV: 'production', HOST: '0.0.0.0', ...variables })).toMatchObject({
      isDemoAllowed: false,
      storeUrls: {
        events: 'esdb://event-store-1:2113,event-store-2:2113,event-store-3:2113?tls=false',
        readModels: 'postgres://ledger:a-password@postgres:5432/ledger',
      },
    });
  });

  it('starts projectors with the program of the projector', () => {
    const commands = ['projector-1', 'projector-2'].map((name) => service(name).command?.at(-1));

    expect(new Set(commands)).toStrictEqual(new Set(['dist/bundles/projector/main.js']));
    expect(existsSync(path(commands[0] ?? ''))).toBe(true);
    expect(service('api-1').command).toBeUndefined();
  });

  it('proxies to both API processes, and only while they are ready', () => {
    const proxy = textOf('docker/Caddyfile');

    expect(proxy).toContain('reverse_proxy api-1:3000 api-2:3000');
    expect(proxy).toContain('health_uri /health/ready');
  });
});

describe('every process of the ledger in a container', () => {
  it.each([
    ...LEDGER.map((name) => [name, cluster.services[name]] as const),
    ['ledger (single)', single.services['ledger']] as const,
  ])('can change nothing of its image, and has no rights: %s', (_, found) => {
    expect(found).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      build: { context: '..', dockerfile: 'docker/Dockerfile' },
    });
  });

  const steps = textOf('docker/Dockerfile').replaceAll('\\\n', ' ').split('\n');

  it('runs without root, reports whether it is ready, and starts the built API', () => {
    const last = steps.slice(steps.findLastIndex((step) => step.startsWith('FROM')));
    const start = last.find((step) => step.startsWith('CMD')) ?? '';

    expect(last[0]).toBe('FROM node:24-slim');
    expect(last).toContain('USER node');
    expect(last.some((step) => step.startsWith('HEALTHCHECK') && step.includes('/health/ready'))).toBe(true);
    const [, program = ''] = /"([^"]+\.js)"\]/.exec(start) ?? [];
    expect(existsSync(path(program))).toBe(true);
  });

  it('is built from files that .dockerignore lets through', () => {
    const given = textOf('.dockerignore').split('\n');
    const copied = steps
      .filter((step) => step.startsWith('COPY') && !step.includes('--from'))
      .flatMap((step) => step.split(/\s+/).slice(1, -1))
      .filter((file) => file !== '.');

    for (const file of [...copied, 'apps', 'libs', 'tsconfig.build.json'])
      expect(given).toContain(`!${file}`);
  });
});
