/** An answer that no protocol writes: an object of S3, what a function returned. */
export class RawAnswer {
  constructor(
    readonly body: Buffer | string,
    readonly headers: Readonly<Record<string, string>> = {},
    readonly status = 200,
  ) {}
}
