import { ROW_COLUMNS } from './row-encoder.ts';

/**
 * The statements of the writer. All bear repetition. JSON_TABLE's columns are wider than the tables': MariaDB would
 * cut a longer value silently, so lengths are checked before (see storable.ts) and a slip meets a hard error here.
 */

/** Changes nothing once the run is published. Another model's rows are still to be written. */
export const WRITE_RUN = `
INSERT INTO runs (run_id, model_version, content_sha256, currency, horizon_months, dimensions, medium_threshold,
  high_threshold)
VALUES (:runId, :modelVersion, :contentSha256, :currency, :horizonMonths, :dimensions, :mediumThreshold,
  :highThreshold)
ON DUPLICATE KEY UPDATE
  sealed_rows = IF(published_at IS NULL AND model_version <> VALUES(model_version), NULL, sealed_rows),
  model_version = IF(published_at IS NULL, VALUES(model_version), model_version),
  content_sha256 = IF(published_at IS NULL, VALUES(content_sha256), content_sha256),
  currency = IF(published_at IS NULL, VALUES(currency), currency),
  horizon_months = IF(published_at IS NULL, VALUES(horizon_months), horizon_months),
  dimensions = IF(published_at IS NULL, VALUES(dimensions), dimensions),
  medium_threshold = IF(published_at IS NULL, VALUES(medium_threshold), medium_threshold),
  high_threshold = IF(published_at IS NULL, VALUES(high_threshold), high_threshold)`;

/** Adds or replaces rows of a table made like `predictions`; `rows` are bytes, which cost a request less than text. */
export const writeRowsInto = (table: string): string => `
INSERT INTO ${table} (run_id, ${ROW_COLUMNS.join(', ')})
SELECT :runId, ${ROW_COLUMNS.map((column) => `r.${column}`).join(', ')}
FROM JSON_TABLE(CONVERT(:rows USING utf8mb4), '$[*]' COLUMNS (
  row_no BIGINT PATH '$[0]',
  customer_id VARCHAR(1024) CHARACTER SET utf8mb4 PATH '$[1]',
  status VARCHAR(64) CHARACTER SET utf8mb4 PATH '$[2]',
  churn_probability DOUBLE PATH '$[3]',
  risk_level VARCHAR(64) CHARACTER SET utf8mb4 PATH '$[4]',
  monthly_charge DOUBLE PATH '$[5]',
  tenure_months DOUBLE PATH '$[6]',
  expected_loss DOUBLE PATH '$[7]',
  clv DOUBLE PATH '$[8]',
  priority DOUBLE PATH '$[9]',
  segments_no BIGINT PATH '$[10]',
  segments VARCHAR(8192) CHARACTER SET utf8mb4 PATH '$[11]',
  reasons VARCHAR(4096) CHARACTER SET utf8mb4 PATH '$[12]'
)) AS r
WHERE TRUE
ON DUPLICATE KEY UPDATE ${ROW_COLUMNS.slice(1)
  .map((column) => `${column} = VALUES(${column})`)
  .join(', ')}`;

/**
 * Adds or replaces rows of a table made like `predictions` by those of a file in S3, whose address holds no quote. Aurora
 * alone knows the statement.
 */
export const loadRowsInto = (table: string, url: string, runId: string): string => `
LOAD DATA FROM S3 '${url}' REPLACE INTO TABLE ${table} CHARACTER SET utf8mb4
FIELDS TERMINATED BY '\\t' ESCAPED BY '\\\\' LINES TERMINATED BY '\\n'
(${ROW_COLUMNS.join(', ')}) SET run_id = '${runId}'`;

/** Adds or replaces texts that rows of a part have the numbers of. */
export const WRITE_ROW_TEXTS = `
INSERT INTO row_texts (run_id, model_version, part, text_no, text)
SELECT :runId, :modelVersion, :part, r.text_no, r.text
FROM JSON_TABLE(CONVERT(:rows USING utf8mb4), '$[*]' COLUMNS (
  text_no BIGINT PATH '$[0]',
  text VARCHAR(8192) CHARACTER SET utf8mb4 PATH '$[1]'
)) AS r
WHERE TRUE
ON DUPLICATE KEY UPDATE text = VALUES(text)`;

export const WRITE_KPIS = `
INSERT INTO kpis (run_id, customers, active_customers, left_customers, churn_probability_sum, monthly_revenue,
  revenue_at_risk_monthly, expected_loss, high_risk_customers, churn_variance, revenue_at_risk_variance, clv,
  contact_customers, contact_gain)
VALUES (:runId, :customers, :activeCustomers, :leftCustomers, :churnProbabilitySum, :monthlyRevenue,
  :revenueAtRiskMonthly, :expectedLoss, :highRiskCustomers, :churnVariance, :revenueAtRiskVariance, :clv,
  :contactCustomers, :contactGain)
ON DUPLICATE KEY UPDATE customers = VALUES(customers), active_customers = VALUES(active_customers),
  left_customers = VALUES(left_customers), churn_probability_sum = VALUES(churn_probability_sum),
  monthly_revenue = VALUES(monthly_revenue), revenue_at_risk_monthly = VALUES(revenue_at_risk_monthly),
  expected_loss = VALUES(expected_loss), high_risk_customers = VALUES(high_risk_customers),
  churn_variance = VALUES(churn_variance), revenue_at_risk_variance = VALUES(revenue_at_risk_variance),
  clv = VALUES(clv), contact_customers = VALUES(contact_customers), contact_gain = VALUES(contact_gain)`;

export const DELETE_SEGMENTS = 'DELETE FROM segment_insights WHERE run_id = :runId';

export const WRITE_SEGMENTS = `
INSERT INTO segment_insights (run_id, dimension, segment, position, customers, active_customers, left_customers,
  churn_probability_sum, monthly_revenue, revenue_at_risk_monthly, expected_loss, high_risk_customers,
  churn_variance, revenue_at_risk_variance, clv, contact_customers, contact_gain)
SELECT :runId, r.dimension, r.segment, r.position, r.customers, r.active_customers, r.left_customers,
  r.churn_probability_sum, r.monthly_revenue, r.revenue_at_risk_monthly, r.expected_loss, r.high_risk_customers,
  r.churn_variance, r.revenue_at_risk_variance, r.clv, r.contact_customers, r.contact_gain
FROM JSON_TABLE(:rows, '$[*]' COLUMNS (
  dimension VARCHAR(1024) CHARACTER SET utf8mb4 PATH '$[0]',
  segment VARCHAR(4096) CHARACTER SET utf8mb4 PATH '$[1]',
  position BIGINT PATH '$[2]',
  customers BIGINT PATH '$[3]',
  active_customers BIGINT PATH '$[4]',
  left_customers BIGINT PATH '$[5]',
  churn_probability_sum DOUBLE PATH '$[6]',
  monthly_revenue DOUBLE PATH '$[7]',
  revenue_at_risk_monthly DOUBLE PATH '$[8]',
  expected_loss DOUBLE PATH '$[9]',
  high_risk_customers BIGINT PATH '$[10]',
  churn_variance DOUBLE PATH '$[11]',
  revenue_at_risk_variance DOUBLE PATH '$[12]',
  clv DOUBLE PATH '$[13]',
  contact_customers BIGINT PATH '$[14]',
  contact_gain DOUBLE PATH '$[15]'
)) AS r
WHERE TRUE
ON DUPLICATE KEY UPDATE position = VALUES(position), customers = VALUES(customers), active_customers = VALUES(active_customers),
  left_customers = VALUES(left_customers), churn_probability_sum = VALUES(churn_probability_sum),
  monthly_revenue = VALUES(monthly_revenue), revenue_at_risk_monthly = VALUES(revenue_at_risk_monthly),
  expected_loss = VALUES(expected_loss), high_risk_customers = VALUES(high_risk_customers),
  churn_variance = VALUES(churn_variance), revenue_at_risk_variance = VALUES(revenue_at_risk_variance),
  clv = VALUES(clv), contact_customers = VALUES(contact_customers), contact_gain = VALUES(contact_gain)`;

export const WRITE_DOCUMENT = `
INSERT INTO run_documents (run_id, name, document) VALUES (:runId, :name, :document)
ON DUPLICATE KEY UPDATE document = VALUES(document)`;

export const WRITE_MODEL = `
INSERT INTO model_runs (model_version, run_id, trained_at, metadata)
VALUES (:modelVersion, :runId, :trainedAt, :metadata)
ON DUPLICATE KEY UPDATE run_id = VALUES(run_id), trained_at = VALUES(trained_at), metadata = VALUES(metadata)`;
