/** What a figure of the dashboard means. */
export interface Definition {
  readonly id: string;
  readonly name: string;
  /** In words. */
  readonly formula: string;
  readonly unit: string;
  readonly source: string;
}

const HERE = 'This project’s definition';
const EMPC_PAPER = 'Verbraken, Verbeke and Baesens, IEEE TKDE 25(5), 2013';

/** Every figure about money and churn, each with the one definition that batch, API and dashboard share. */
export const DEFINITIONS: readonly Definition[] = [
  {
    id: 'churnProbability',
    name: 'Churn probability',
    formula:
      'The model’s calibrated chance that the customer leaves: of customers with 20 %, one in five is expected to leave.',
    unit: 'share from 0 to 1',
    source: 'The published run’s model, the same in batch and in the API',
  },
  {
    id: 'riskLevel',
    name: 'Risk level',
    formula:
      'High from the schema’s high threshold of the churn probability on, medium from the medium threshold on, low below.',
    unit: 'low, medium or high',
    source: 'riskThresholds of the schema document',
  },
  {
    id: 'observedChurnRate',
    name: 'Observed churn',
    formula: 'Customers who left ÷ all customers; its range is Wilson’s 95 % interval.',
    unit: 'share from 0 to 1',
    source: 'E. B. Wilson, JASA 22, 1927',
  },
  {
    id: 'expectedChurnRate',
    name: 'Expected churn',
    formula:
      'Mean churn probability of the active customers; its range holds 95 % of what may come of independent chances.',
    unit: 'share from 0 to 1',
    source: 'Poisson binomial distribution, normal approximation',
  },
  {
    id: 'expectedChurners',
    name: 'Expected churners',
    formula: 'Sum of the churn probabilities of the active customers.',
    unit: 'customers',
    source: HERE,
  },
  {
    id: 'revenueAtRiskMonthly',
    name: 'Revenue at risk a month',
    formula:
      'Sum over the active customers of churn probability × monthly charge; range: mean ± 1.96 √(sum of p (1 − p) × charge²), chance alone, not the model’s error.',
    unit: 'currency a month',
    source: 'Poisson binomial distribution, normal approximation',
  },
  {
    id: 'expectedLoss',
    name: 'Expected loss',
    formula:
      'Churn probability × monthly charge × margin × horizon in months. It lies ahead: nothing already paid is in it.',
    unit: 'currency over the horizon',
    source: HERE,
  },
  {
    id: 'survival',
    name: 'Survival',
    formula:
      'Share of customers who stay beyond a month of their tenure: product of 1 − left ÷ at risk over the months so far, with Greenwood’s 95 % interval.',
    unit: 'share from 0 to 1',
    source: 'Kaplan and Meier, JASA 53, 1958; Greenwood, 1926',
  },
  {
    id: 'clv',
    name: 'Customer value (CLV)',
    formula:
      'Monthly charge × margin × sum over the months of the horizon of the chance to be still here then, given the tenure, discounted by the annual discount rate.',
    unit: 'currency over the horizon',
    source: 'e-Profits, arXiv 2507.08860, with a horizon in place of a lifetime',
  },
  {
    id: 'contactBoundary',
    name: 'Contact boundary',
    formula:
      'The churn probability above which contacting pays: (offer cost + contact cost) ÷ (acceptance × (CLV − offer cost) + offer cost), acceptance being the mean of its prior.',
    unit: 'share from 0 to 1, above it never',
    source: EMPC_PAPER,
  },
  {
    id: 'priority',
    name: 'Gain of contacting (priority)',
    formula:
      'Expected net gain of contacting: acceptance × p × (CLV − offer cost) − (1 − p) × offer cost − contact cost. 0 exactly at the contact boundary.',
    unit: 'currency',
    source: EMPC_PAPER,
  },
  {
    id: 'worthContacting',
    name: 'Worth contacting',
    formula: 'Active customers whose priority is above 0.',
    unit: 'yes or no',
    source: HERE,
  },
  {
    id: 'contactCost',
    name: 'Cost of a contact',
    formula:
      'Contact cost + offer cost × the chance that the offer is taken: by every stayer, and by a leaver with the acceptance.',
    unit: 'currency',
    source: HERE,
  },
  {
    id: 'gainPerUnit',
    name: 'Shadow price of a budget',
    formula:
      'What one more unit of money would gain: the gain per unit of the first customer whom the budget leaves out.',
    unit: 'currency per unit of currency',
    source: 'G. B. Dantzig, Operations Research 5, 1957',
  },
  {
    id: 'empc',
    name: 'EMPC',
    formula:
      'Expected maximum profit of a campaign per customer of the base, over the acceptance prior, at one average CLV.',
    unit: 'currency per customer',
    source: EMPC_PAPER,
  },
  {
    id: 'psi',
    name: 'Population stability index',
    formula:
      'Sum over groups of (share now − share before) × ln(share now ÷ share before); below 0.1 stable, from 0.25 on changed.',
    unit: 'none',
    source: 'Siddiqi, Credit Risk Scorecards, 2006',
  },
];
