import type { TelcoCustomer } from './telco-customer.ts';

/**
 * The probability with which a made-up customer leaves: logistic in the columns, the logarithm of tenure and five
 * interactions. About 26 % leave, and no model can rank them better than by this number: its ROC-AUC is 0.85.
 */
export function trueChurnProbability(customer: TelcoCustomer): number {
  return 1 / (1 + Math.exp(-(mainEffects(customer) + interactions(customer))));
}

function mainEffects(customer: TelcoCustomer): number {
  const contract = { 'Month-to-month': 0, 'One year': -0.65, 'Two year': -1.4 }[customer.contract];
  const internet = { DSL: 0, 'Fiber optic': 0.7, No: -0.85 }[customer.internetService];
  return (
    -0.22 +
    contract +
    internet -
    0.42 * Math.log1p(customer.tenureMonths) +
    (customer.paymentMethod === 'Electronic check' ? 0.35 : 0) +
    (customer.isPaperless ? 0.3 : 0) +
    (customer.isSenior ? 0.2 : 0) -
    (customer.hasDependents ? 0.2 : 0) -
    (customer.hasOnlineSecurity ? 0.4 : 0) -
    (customer.hasTechSupport ? 0.4 : 0) +
    (customer.hasStreamingTv ? 0.2 : 0) +
    (customer.hasStreamingMovies ? 0.2 : 0)
  );
}

function interactions(customer: TelcoCustomer): number {
  const { tenureMonths } = customer;
  const isMonthly = customer.contract === 'Month-to-month';
  const isFiber = customer.internetService === 'Fiber optic';
  const isAutomatic = customer.paymentMethod.endsWith('(automatic)');
  const isAlone = !customer.hasPartner && !customer.hasDependents;
  return (
    (isMonthly && isFiber ? 0.3 : 0) +
    (isMonthly && tenureMonths <= 6 ? 0.2 : 0) +
    (isAutomatic && tenureMonths > 24 ? -0.4 : 0) +
    (customer.isSenior && isAlone ? 0.3 : 0) +
    (customer.monthlyCharge > 95 && tenureMonths <= 24 ? 0.4 : 0)
  );
}
