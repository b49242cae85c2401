/** @type {import('jest').Config} */
module.exports = {
  setupFiles: ['<rootDir>/test/setup.ts'],
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } }] },
  collectCoverageFrom: ['src/**/*.ts', 'handlers/**/*.ts'],
  coverageReporters: ['text', 'json-summary'],
  testTimeout: 30000,
  // Many tests wait for a server, a worker thread or a time-out: more workers than cores keep the cores busy.
  maxWorkers: '150%',
};
