/**
 * Who may import whom: the one table that ESLint (what a single file shows, while it is written) and dependency-cruiser
 * (what only resolved paths and the whole graph show) both read.
 *
 * Per library: which other libraries, which packages, and whether Node's own modules. A library may always import itself.
 * `files` narrows another library to single files: messaging and scheduling know what a refusal is and no other rule.
 */
const LIBRARIES = {
  contracts: { libraries: [], packages: ['zod'], node: false },
  domain: { libraries: [], packages: ['temporal-polyfill', 'decimal.js'], node: false },
  clock: { libraries: [], packages: ['pg'], node: false },
  config: { libraries: [], packages: ['zod'], node: false },
  observability: { libraries: ['clock', 'config'], packages: ['pino', 'prom-client'], node: true },
  persistence: { libraries: ['clock', 'config', 'observability'], packages: ['typeorm', 'pg'], node: true },
  evidence: { libraries: ['contracts', 'domain', 'persistence'], packages: ['typeorm', 'zod'], node: true },
  messaging: {
    libraries: ['contracts', 'persistence', 'clock', 'config', 'observability'],
    files: ['domain/refusal'],
    packages: ['kafkajs', 'typeorm', 'pg', 'uuid', 'rxjs', '@nestjs/common', '@nestjs/microservices'],
    node: true,
  },
  scheduling: {
    libraries: ['persistence', 'clock', 'config', 'observability'],
    files: ['domain/refusal'],
    packages: ['bullmq', 'ioredis', 'croner', 'typeorm', 'pg', 'uuid'],
    node: true,
  },
  policy: { libraries: ['domain'], packages: ['zod', 'yaml'], node: true },
  files: { libraries: ['domain', 'clock', 'config', 'observability'], packages: ['zod', 'fflate'], node: true },
  documents: {
    libraries: ['domain', 'clock', 'config', 'observability'],
    packages: ['docx', 'fflate', 'write-excel-file', 'read-excel-file', 'decimal.js', 'zod'],
    node: true,
  },
  identity: {
    libraries: ['domain', 'persistence', 'clock', 'config', 'observability'],
    packages: [
      '@nestjs/common',
      '@nestjs/core',
      '@nestjs/swagger',
      'typeorm',
      'jose',
      'zod',
      'rxjs',
      'reflect-metadata',
    ],
    node: true,
  },
  service: {
    libraries: [
      'contracts',
      'domain',
      'messaging',
      'persistence',
      'scheduling',
      'clock',
      'config',
      'observability',
      'files',
      'identity',
      'policy',
    ],
    packages: [
      '@nestjs/common',
      '@nestjs/core',
      '@nestjs/platform-fastify',
      '@nestjs/swagger',
      'reflect-metadata',
      'kafkajs',
      'typeorm',
      'pg',
      'zod',
    ],
    node: true,
  },
};

/** Files that exist for specs: specs, test folders of apps, fixtures, and rigs that several specs of a library share. */
const FOR_SPECS = ['\\.spec\\.tsx?$', '/test/', '/fixtures/', 'spec-rig\\.ts$', '^libs/testing/'];

/** Suffixes of the edges, which alone know HTTP, Kafka and Redis. */
const EDGES = ['controller', 'consumer', 'jobs', 'module', 'listener', 'interceptor'];
const EDGE_PACKAGES = ['@nestjs/', 'fastify', 'kafkajs', 'bullmq', 'ioredis'];
/** Services that are doors through and through have no use cases to keep clean. */
const DOORS = ['gateway', 'ingestion', 'cli', 'console'];

module.exports = { LIBRARIES, FOR_SPECS, EDGES, EDGE_PACKAGES, DOORS };
