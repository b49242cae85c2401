import type { OnProgress } from '../validation/gather/regions';
import type { Terminal } from './terminal';

/** Tells how many regions have been tried, on one line that goes when all is done. */
export interface Progress {
  /** For any number of integrations: each begins to count at 1. */
  readonly onProgress: OnProgress;
  end(): void;
}

const TO_THE_BEGINNING_AND_CLEAR = `\r${String.fromCharCode(27)}[K`;

/** Silent where nobody watches. */
export function showProgress({ isWatched, tell }: Pick<Terminal, 'isWatched' | 'tell'>): Progress {
  let tried = 0;
  let known = 0;
  const show = (text: string) => {
    if (isWatched) tell(`${TO_THE_BEGINNING_AND_CLEAR}${text}`);
  };
  return {
    onProgress: (done, total) => {
      tried += 1;
      if (done === 1) known += total;
      show(`tried ${tried} of ${known} regions`);
    },
    end: () => show(''),
  };
}
