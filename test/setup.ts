import fc from 'fast-check';

/** The same cases in every run, so that a failure is the change's; another seed looks elsewhere: `FC_SEED=1 npm test`. */
const DEFAULT_SEED = 20_261_122;

const limitMs = process.env['FC_LIMIT_MS'];

fc.configureGlobal({
  ...fc.readConfigureGlobal(),
  seed: Number(process.env['FC_SEED'] ?? DEFAULT_SEED),
  // Where the same properties are tried thousands of times, a short look at each has to do.
  ...(limitMs === undefined ? {} : { interruptAfterTimeLimit: Number(limitMs), endOnFailure: true }),
});
