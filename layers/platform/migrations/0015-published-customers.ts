import type { Migration } from './migration.ts';

/** The customers of the published run for whoever asks in SQL, their segments as JSON wherever they are kept. */
export const publishedCustomers: Migration = {
  version: 15,
  name: 'published_customers',
  statements: [
    `CREATE OR REPLACE VIEW published_customers AS
SELECT r.run_id, r.model_version, p.customer_id, p.status, p.churn_probability, p.risk_level, p.monthly_charge,
  p.tenure_months, p.expected_loss, p.clv, p.priority, COALESCE(p.segments, t.text) AS segments
FROM published q
JOIN runs r ON r.run_id = q.run_id
JOIN predictions p ON p.run_id = r.run_id
LEFT JOIN row_texts t ON t.run_id = r.run_id AND t.model_version = r.model_version
  AND t.part = p.row_no DIV 1000000000 AND t.text_no = p.segments_no`,
  ],
};
