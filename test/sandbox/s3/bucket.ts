/** A bucket. Its name is taken for everybody. */
export interface Bucket {
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly objects: Map<string, StoredObject>;
}

export interface StoredObject {
  readonly key: string;
  readonly body: Buffer;
  /** With its quotation marks. */
  readonly etag: string;
  readonly contentType: string;
  /** Milliseconds since the epoch. */
  readonly modifiedAt: number;
}
