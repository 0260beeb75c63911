/** A list price of AWS in us-east-1, in US dollars, before any free tier or discount. */
export interface Price {
  readonly usd: number;
  readonly unit: string;
  /** The page that states it. */
  readonly source: string;
  /** What it was last checked against, and when that was published. */
  readonly checked: string;
}

export const PRICE_REGION = 'us-east-1';
/** When the table was last gone through. A live page could not be read then: `checked` says what was. */
export const PRICES_AS_OF = '2026-11-23';

const LAMBDA = 'https://aws.amazon.com/lambda/pricing/';
const S3 = 'https://aws.amazon.com/s3/pricing/';
const AURORA = 'https://aws.amazon.com/rds/aurora/pricing/';
const FARGATE = 'https://aws.amazon.com/fargate/pricing/';
const STEP_FUNCTIONS = 'https://aws.amazon.com/step-functions/pricing/';
const CLOUDWATCH = 'https://aws.amazon.com/cloudwatch/pricing/';

/** The first tier of each price, which runs of this size never leave. */
export const PRICES = {
  /** arm64, for which the stack is built unless told otherwise; x86 costs 0.0000166667. */
  lambdaGbSecond: {
    usd: 0.0000133334,
    unit: 'GB-second',
    source: LAMBDA,
    checked: 'price guides of 2024 to 2026',
  },
  lambdaRequest: {
    usd: 0.2 / 1e6,
    unit: 'request',
    source: LAMBDA,
    checked: 'price guides of 2024 to 2026',
  },
  /** Linux on arm64; x86 costs 0.04048. */
  fargateVcpuHour: {
    usd: 0.03238,
    unit: 'vCPU-hour',
    source: FARGATE,
    checked: 'price guides of 2021 to 2025',
  },
  /** Linux on arm64; x86 costs 0.004445. */
  fargateGbHour: {
    usd: 0.00356,
    unit: 'GB-hour',
    source: FARGATE,
    checked: 'price guides of 2021 to 2025',
  },
  /** Of standard workflows. A distributed map's child execution counts as one more. */
  stateTransition: {
    usd: 0.025 / 1000,
    unit: 'state transition',
    source: STEP_FUNCTIONS,
    checked: 'price guides to March 2026',
  },
  /** PUT, COPY, POST and LIST. */
  s3Write: { usd: 0.005 / 1000, unit: 'request', source: S3, checked: 'price guides to June 2026' },
  /** GET and all others. */
  s3Read: { usd: 0.0004 / 1000, unit: 'request', source: S3, checked: 'price guides to June 2026' },
  s3GbMonth: { usd: 0.023, unit: 'GB-month', source: S3, checked: 'price guides to June 2026' },
  /** Aurora Serverless v2, Standard. */
  acuHour: { usd: 0.12, unit: 'ACU-hour', source: AURORA, checked: 'price guides to June 2026' },
  auroraGbMonth: { usd: 0.1, unit: 'GB-month', source: AURORA, checked: 'price guides to May 2026' },
  auroraIo: {
    usd: 0.2 / 1e6,
    unit: 'I/O',
    source: AURORA,
    checked: 'a price tool of 2021, not contradicted since',
  },
  /** Each 32 KB of a request's data counts as one request. */
  dataApiRequest: {
    usd: 0.35 / 1e6,
    unit: 'request of 32 KB',
    source: AURORA,
    checked: 'not checked: the price since 2019, from memory',
  },
  logGb: { usd: 0.5, unit: 'GB', source: CLOUDWATCH, checked: 'price guides of 2025' },
} as const satisfies Readonly<Record<string, Price>>;
