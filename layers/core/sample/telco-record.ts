import { telcoSchema } from '../schema/telco-schema.ts';
import type { TelcoCustomer } from './telco-customer.ts';

/** The sample's header: the id, the schema's columns in order, and the label. */
export const TELCO_HEADER: readonly string[] = [
  telcoSchema.id,
  ...telcoSchema.columns.map((column) => column.name),
  telcoSchema.label.column,
];

/** A customer as a record under TELCO_HEADER. */
export function telcoRecord(customerId: string, customer: TelcoCustomer, hasLeft: boolean): string[] {
  const cells: Readonly<Record<string, string>> = {
    customerID: customerId,
    gender: customer.gender,
    SeniorCitizen: customer.isSenior ? '1' : '0',
    Partner: yesNo(customer.hasPartner),
    Dependents: yesNo(customer.hasDependents),
    tenure: String(customer.tenureMonths),
    PhoneService: yesNo(customer.hasPhone),
    MultipleLines: customer.hasPhone ? yesNo(customer.hasMultipleLines) : 'No phone service',
    InternetService: customer.internetService,
    OnlineSecurity: addOn(customer, customer.hasOnlineSecurity),
    OnlineBackup: addOn(customer, customer.hasOnlineBackup),
    DeviceProtection: addOn(customer, customer.hasDeviceProtection),
    TechSupport: addOn(customer, customer.hasTechSupport),
    StreamingTV: addOn(customer, customer.hasStreamingTv),
    StreamingMovies: addOn(customer, customer.hasStreamingMovies),
    Contract: customer.contract,
    PaperlessBilling: yesNo(customer.isPaperless),
    PaymentMethod: customer.paymentMethod,
    MonthlyCharges: String(customer.monthlyCharge),
    TotalCharges: customer.totalCharge === undefined ? ' ' : String(customer.totalCharge),
    Churn: yesNo(hasLeft),
  };
  return TELCO_HEADER.map((name) => {
    const cell = cells[name];
    if (cell === undefined) throw new Error(`The sample has no column ${name}.`);
    return cell;
  });
}

function yesNo(isTrue: boolean): string {
  return isTrue ? 'Yes' : 'No';
}

function addOn(customer: TelcoCustomer, isTaken: boolean): string {
  return customer.internetService === 'No' ? 'No internet service' : yesNo(isTaken);
}
