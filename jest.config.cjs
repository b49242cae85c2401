const { availableParallelism } = require('node:os');

/** @type {import('jest').Config} */
module.exports = {
  setupFiles: ['<rootDir>/test/setup.ts'],
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } }] },
  collectCoverageFrom: ['src/**/*.ts', 'handlers/**/*.ts'],
  coverageReporters: ['text', 'json-summary'],
  // Ends what hangs, and judges nothing: a busy machine may take ten times as long as an idle one.
  testTimeout: 180_000,
  // Many tests wait for a server, a worker thread or a time-out: one worker more than cores keeps the cores busy.
  maxWorkers: availableParallelism() + 1,
};
