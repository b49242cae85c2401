/** @type {import('jest').Config} */
module.exports = {
  setupFiles: ['<rootDir>/test/setup.ts'],
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } }] },
  collectCoverageFrom: ['src/**/*.ts', 'handlers/**/*.ts'],
  coverageReporters: ['text', 'json-summary'],
  testTimeout: 30000,
  // Most tests wait for a server or a worker thread: one worker for each core, not one less.
  maxWorkers: '100%',
};
