import type { Draws } from './draws.ts';

export type Contract = 'Month-to-month' | 'One year' | 'Two year';
export type InternetService = 'DSL' | 'Fiber optic' | 'No';
export type PaymentMethod =
  | 'Electronic check'
  | 'Mailed check'
  | 'Bank transfer (automatic)'
  | 'Credit card (automatic)';

/** A made-up customer of a telephone company, before anything is known of whether they leave. */
export interface TelcoCustomer {
  readonly gender: 'Female' | 'Male';
  readonly isSenior: boolean;
  readonly hasPartner: boolean;
  readonly hasDependents: boolean;
  readonly tenureMonths: number;
  readonly hasPhone: boolean;
  readonly hasMultipleLines: boolean;
  readonly internetService: InternetService;
  readonly hasOnlineSecurity: boolean;
  readonly hasOnlineBackup: boolean;
  readonly hasDeviceProtection: boolean;
  readonly hasTechSupport: boolean;
  readonly hasStreamingTv: boolean;
  readonly hasStreamingMovies: boolean;
  readonly contract: Contract;
  readonly isPaperless: boolean;
  readonly paymentMethod: PaymentMethod;
  readonly monthlyCharge: number;
  /** Undefined in the first month, before the first bill. */
  readonly totalCharge: number | undefined;
}

const CONTRACTS: readonly Contract[] = ['Month-to-month', 'One year', 'Two year'];
const INTERNET: readonly InternetService[] = ['DSL', 'Fiber optic', 'No'];
const PAYMENTS: readonly PaymentMethod[] = [
  'Electronic check',
  'Mailed check',
  'Bank transfer (automatic)',
  'Credit card (automatic)',
];

/** Share of each internet service by contract, as in IBM's table. */
const INTERNET_SHARES: Readonly<Record<Contract, readonly number[]>> = {
  'Month-to-month': [0.32, 0.55, 0.13],
  'One year': [0.39, 0.37, 0.24],
  'Two year': [0.37, 0.25, 0.38],
};

/** The longest tenure in months. */
const MAX_TENURE_MONTHS = 72;

/** Draws a customer whose columns hang together as those of IBM's table do. */
export function drawCustomer(draws: Draws): TelcoCustomer {
  const contract = draws.pick(CONTRACTS, [0.55, 0.21, 0.24]);
  const tenureMonths = drawTenureMonths(contract, draws);
  const internetService = draws.pick(INTERNET, INTERNET_SHARES[contract]);
  const isFiber = internetService === 'Fiber optic';
  const hasInternet = internetService !== 'No';
  const loyalty = tenureMonths / MAX_TENURE_MONTHS;
  const hasPhone = internetService !== 'DSL' || draws.chance(0.72);
  const isSenior = draws.chance(isFiber ? 0.25 : hasInternet ? 0.11 : 0.04);
  const hasPartner = draws.chance(0.3 + 0.4 * loyalty);
  const addOn = (base: number) => draws.chance(base) && hasInternet;
  const services = {
    hasPhone,
    hasMultipleLines: draws.chance((isFiber ? 0.3 : 0.15) + 0.5 * loyalty) && hasPhone,
    internetService,
    hasOnlineSecurity: addOn((isFiber ? 0.12 : 0.28) + 0.4 * loyalty),
    hasOnlineBackup: addOn((isFiber ? 0.22 : 0.2) + 0.45 * loyalty),
    hasDeviceProtection: addOn((isFiber ? 0.2 : 0.18) + 0.5 * loyalty),
    hasTechSupport: addOn((isFiber ? 0.12 : 0.28) + 0.4 * loyalty),
    hasStreamingTv: addOn((isFiber ? 0.35 : 0.2) + 0.35 * loyalty),
    hasStreamingMovies: addOn((isFiber ? 0.35 : 0.2) + 0.35 * loyalty),
  };
  const monthlyCharge = drawMonthlyCharge(services, draws);
  return {
    ...services,
    gender: draws.chance(0.5) ? 'Female' : 'Male',
    isSenior,
    hasPartner,
    hasDependents: draws.chance(isSenior ? 0.08 : hasPartner ? 0.55 : 0.09),
    tenureMonths,
    contract,
    isPaperless: draws.chance(isFiber ? 0.77 : hasInternet ? 0.56 : 0.29),
    paymentMethod: draws.pick(PAYMENTS, paymentShares(isFiber, hasInternet, loyalty)),
    monthlyCharge,
    totalCharge: drawTotalCharge(tenureMonths, monthlyCharge, draws),
  };
}

function drawTenureMonths(contract: Contract, draws: Draws): number {
  const share = draws.uniform();
  if (contract === 'Month-to-month') return 1 + Math.floor((MAX_TENURE_MONTHS - 1) * share ** 2.6);
  if (draws.chance(0.004)) return 0;
  const months = contract === 'One year' ? 72 * share ** 0.75 : 76 * share ** 0.3;
  return Math.max(1, Math.min(MAX_TENURE_MONTHS, Math.round(months)));
}

function paymentShares(isFiber: boolean, hasInternet: boolean, loyalty: number): readonly number[] {
  const electronic = (isFiber ? 0.6 : hasInternet ? 0.33 : 0.1) * (1 - 0.35 * loyalty);
  const mailed = (1 - electronic) * (hasInternet ? 0.35 : 0.6) * (1 - 0.7 * loyalty);
  const automatic = (1 - electronic - mailed) / 2;
  return [electronic, mailed, automatic, automatic];
}

type Services = Pick<
  TelcoCustomer,
  | 'hasPhone'
  | 'hasMultipleLines'
  | 'internetService'
  | 'hasOnlineSecurity'
  | 'hasOnlineBackup'
  | 'hasDeviceProtection'
  | 'hasTechSupport'
  | 'hasStreamingTv'
  | 'hasStreamingMovies'
>;

/** The price list behind IBM's table, give or take a dollar, in steps of five cents. */
function drawMonthlyCharge(services: Services, draws: Draws): number {
  const lines = (services.hasPhone ? 20 : 0) + (services.hasMultipleLines ? 5 : 0);
  const internet = { DSL: 25, 'Fiber optic': 50, No: 0 }[services.internetService];
  const fives = [
    services.hasOnlineSecurity,
    services.hasOnlineBackup,
    services.hasDeviceProtection,
    services.hasTechSupport,
  ].filter(Boolean).length;
  const tens = [services.hasStreamingTv, services.hasStreamingMovies].filter(Boolean).length;
  return toFiveCents(lines + internet + 5 * fives + 10 * tens + 2 * draws.uniform() - 1);
}

/** What the months so far came to: prices have moved, so about tenure × monthly charge. */
function drawTotalCharge(tenureMonths: number, monthlyCharge: number, draws: Draws): number | undefined {
  const drift = 1 + 0.05 * (draws.uniform() + draws.uniform() - 1);
  if (tenureMonths === 0) return undefined;
  return tenureMonths === 1 ? monthlyCharge : toFiveCents(tenureMonths * monthlyCharge * drift);
}

function toFiveCents(amount: number): number {
  return Math.round(Math.round(amount * 20) * 5) / 100;
}
