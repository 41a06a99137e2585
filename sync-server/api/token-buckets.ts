// Rate limits in memory: a bucket of tokens for each key, refilled as time passes.
// Promises: a bounded number of keys; forgetting one only makes its limit milder.
// Does not know: what a key stands for. Source: the token bucket of RFC 2697.
export interface BucketRule {
  /** Tokens of a full bucket. */
  readonly burst: number;
  /** Time after which one token comes back. */
  readonly refillMs: number;
}

export interface TokenBuckets {
  /** Takes `count` tokens. Returns 0, or how long to wait for them, in ms. */
  take(key: string, count?: number): number;
  /** Takes tokens for what was done already and turned out to cost so much: as a debt where there are too few. */
  charge(key: string, count: number): void;
  /** Gives back a token that turned out not to count. */
  giveBack(key: string): void;
}

/** Credit is time: one token is `refillMs` of it, so that whole milliseconds stay exact. */
interface Bucket {
  creditMs: number;
  filledAtMs: number;
}

interface BucketOptions {
  readonly rule: BucketRule;
  readonly maxKeys: number;
  readonly now: () => number;
}

export function makeTokenBuckets({ rule, maxKeys, now }: BucketOptions): TokenBuckets {
  // A map keeps its keys in order of insertion: the first is the one unused for longest.
  const buckets = new Map<string, Bucket>();
  const use = (key: string): Bucket => {
    const bucket = refill(buckets.get(key), rule, now());
    buckets.delete(key);
    buckets.set(key, bucket);
    forgetOldest(buckets, maxKeys);
    return bucket;
  };
  return {
    take(key, count = 1) {
      const bucket = use(key);
      const costMs = count * rule.refillMs;
      if (bucket.creditMs < costMs) return costMs - bucket.creditMs;
      bucket.creditMs -= costMs;
      return 0;
    },
    charge(key, count) {
      const bucket = use(key);
      bucket.creditMs = Math.max(-fullMs(rule), bucket.creditMs - count * rule.refillMs);
    },
    giveBack(key) {
      const bucket = buckets.get(key);
      if (bucket !== undefined) bucket.creditMs = Math.min(fullMs(rule), bucket.creditMs + rule.refillMs);
    },
  };
}

function refill(bucket: Bucket | undefined, rule: BucketRule, nowMs: number): Bucket {
  if (bucket === undefined) return { creditMs: fullMs(rule), filledAtMs: nowMs };
  const elapsedMs = Math.max(0, nowMs - bucket.filledAtMs); // a clock set back must not empty a bucket
  return { creditMs: Math.min(fullMs(rule), bucket.creditMs + elapsedMs), filledAtMs: nowMs };
}

function fullMs(rule: BucketRule): number {
  return rule.burst * rule.refillMs;
}

function forgetOldest(buckets: Map<string, Bucket>, maxKeys: number): void {
  const oldest = buckets.keys().next();
  if (buckets.size > maxKeys && oldest.done !== true) buckets.delete(oldest.value);
}
