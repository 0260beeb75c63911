import { parseSchemaDocument, type SchemaDocument } from './schema-document.ts';

const yesNo = ['Yes', 'No'];
const internetService = ['Yes', 'No', 'No internet service'];

/**
 * The default schema document: IBM's Telco customer churn table (7,043 customers, 21 columns).
 * It is used when the bucket holds no `config/schema.json`. No other module may name a Telco column.
 */
export const telcoSchema: SchemaDocument = parseSchemaDocument({
  name: 'Telco customer churn',
  id: 'customerID',
  label: { column: 'Churn', positive: 'Yes', negative: 'No' },
  tenure: 'tenure',
  monthlyCharge: 'MonthlyCharges',
  totalCharge: 'TotalCharges',
  columns: [
    { name: 'gender', type: 'category', values: ['Female', 'Male'], label: 'Gender', sensitive: true },
    {
      name: 'SeniorCitizen',
      type: 'category',
      values: ['0', '1'],
      label: 'Senior citizen (1 = yes)',
      sensitive: true,
    },
    { name: 'Partner', type: 'category', values: yesNo, label: 'Partner' },
    { name: 'Dependents', type: 'category', values: yesNo, label: 'Dependents' },
    { name: 'tenure', type: 'numeric', min: 0, max: 1200, label: 'Tenure (months)' },
    { name: 'PhoneService', type: 'category', values: yesNo, label: 'Phone service' },
    {
      name: 'MultipleLines',
      type: 'category',
      values: ['Yes', 'No', 'No phone service'],
      label: 'Multiple lines',
    },
    {
      name: 'InternetService',
      type: 'category',
      values: ['DSL', 'Fiber optic', 'No'],
      label: 'Internet service',
      actionable: true,
    },
    {
      name: 'OnlineSecurity',
      type: 'category',
      values: internetService,
      label: 'Online security',
      actionable: true,
    },
    {
      name: 'OnlineBackup',
      type: 'category',
      values: internetService,
      label: 'Online backup',
      actionable: true,
    },
    {
      name: 'DeviceProtection',
      type: 'category',
      values: internetService,
      label: 'Device protection',
      actionable: true,
    },
    {
      name: 'TechSupport',
      type: 'category',
      values: internetService,
      label: 'Tech support',
      actionable: true,
    },
    { name: 'StreamingTV', type: 'category', values: internetService, label: 'Streaming TV' },
    { name: 'StreamingMovies', type: 'category', values: internetService, label: 'Streaming movies' },
    {
      name: 'Contract',
      type: 'category',
      values: ['Month-to-month', 'One year', 'Two year'],
      label: 'Contract',
      actionable: true,
    },
    {
      name: 'PaperlessBilling',
      type: 'category',
      values: yesNo,
      label: 'Paperless billing',
      actionable: true,
    },
    {
      name: 'PaymentMethod',
      type: 'category',
      values: ['Electronic check', 'Mailed check', 'Bank transfer (automatic)', 'Credit card (automatic)'],
      label: 'Payment method',
      actionable: true,
    },
    { name: 'MonthlyCharges', type: 'numeric', min: 0, max: 100000, label: 'Monthly charges' },
    { name: 'TotalCharges', type: 'numeric', min: 0, nullable: true, label: 'Total charges' },
  ],
  segmentBy: ['Contract', 'InternetService', 'PaymentMethod', 'tenure_group'],
  riskThresholds: { medium: 0.3, high: 0.6 },
  economics: {
    currency: 'USD',
    margin: 0.5,
    horizonMonths: 12,
    offerCost: 10,
    contactCost: 1,
    acceptancePrior: { alpha: 6, beta: 14 },
  },
});
