CREATE UNLOGGED TABLE text_rating AS
SELECT rating,
  CASE
    WHEN upper(trim(rating)) ~ '^(A+级?|优秀?|好|诚信|信用好)$' THEN 1
    WHEN upper(trim(rating)) ~ '^(B+级?|M级?|良好?|较好|一般|合格)$' THEN 2
    WHEN upper(trim(rating)) ~ '^(C+级?|中等?|差|较差|警示|失信|基本合格)$' THEN 3
    WHEN upper(trim(rating)) ~ '^(D+级?|E级?|严重失信|不合格|很差)$' THEN 4
  END AS rating_grade
FROM (SELECT DISTINCT rating FROM operation) AS texts;
ANALYZE text_rating;

CREATE UNLOGGED TABLE text_state AS
SELECT state, state ~ '缴清|结清' AS settled, state ~ '非正常|走逃|失踪' AS irregular
FROM (SELECT DISTINCT state FROM operation) AS texts;
ANALYZE text_state;

CREATE UNLOGGED TABLE measure_operation AS
WITH fact AS (
  SELECT subject_id, age_days, kind, amount_yuan, tax_kind, revenue_yuan, profit_yuan, employees, insured, on_time, assets_yuan,
    rating_grade, settled, irregular,
    kind = 'annual_report' AS report, kind = 'tax_arrears' AS arrears, kind = 'tax' AS tax,
    insured::float8 / nullif(employees, 0) AS insured_share,
    liabilities_yuan / nullif(assets_yuan, 0) AS debt_ratio,
    profit_yuan / nullif(revenue_yuan, 0) AS margin,
    revenue_yuan / nullif(employees, 0) AS revenue_per_head
  FROM known_operation LEFT JOIN text_rating USING (rating) LEFT JOIN text_state USING (state)
  OFFSET 0
), owed AS (
  SELECT subject_id, count(DISTINCT tax_kind) AS kinds FROM known_operation WHERE kind = 'tax_arrears' AND age_days <= 1095 GROUP BY subject_id
), measured AS (
  SELECT subject_id,
  coalesce(sum(amount_yuan) FILTER (WHERE arrears AND age_days <= 1095), 0) AS arrears_amount,
  count(*) FILTER (WHERE tax AND amount_yuan > 0 AND age_days <= 1095) AS tax_paid_3y,
  count(*) FILTER (WHERE report AND NOT on_time AND age_days <= 1095) AS report_late_3y,
  count(*) FILTER (WHERE report AND age_days <= 760) AS reports_known_2y,
  count(*) FILTER (WHERE revenue_yuan = 0 AND (report OR kind = 'finance') AND age_days <= 1130) AS zero_revenue,
  count(*) FILTER (WHERE profit_yuan < 0 AND age_days <= 1130) AS losses_3y,
  max(debt_ratio) FILTER (WHERE age_days <= 760) AS debt_ratio,
  min(insured_share) FILTER (WHERE employees >= 5 AND age_days <= 760) AS uninsured_staff,
  max(rating_grade) FILTER (WHERE age_days <= 1095) AS rating_bad_3y,
  CASE WHEN max(rating_grade) FILTER (WHERE age_days <= 730) = 1 THEN count(rating_grade) FILTER (WHERE age_days <= 730) ELSE 0 END AS rating_good_2y,
  count(*) FILTER (WHERE arrears AND age_days <= 1095) AS arrears_count_3y,
  coalesce(sum(amount_yuan) FILTER (WHERE arrears AND settled IS NOT TRUE), 0) AS arrears_open,
  coalesce(sum(exp(age_days * (-ln(2::float8) / 365))) FILTER (WHERE arrears), 0) AS arrears_decayed,
  count(*) FILTER (WHERE irregular AND age_days <= 1825) AS irregular,
  count(*) FILTER (WHERE tax AND amount_yuan = 0 AND age_days <= 730) AS tax_none_2y,
  CASE WHEN min(age_days) FILTER (WHERE report AND NOT on_time) <= min(age_days) FILTER (WHERE report) THEN 1 ELSE 0 END AS report_late_last,
  min(age_days) FILTER (WHERE report) AS report_gap,
  count(*) FILTER (WHERE report AND revenue_yuan IS NULL AND age_days <= 1130) AS figures_hidden_3y,
  CASE WHEN count(*) FILTER (WHERE report AND NOT on_time AND age_days <= 1095) = 0
    THEN count(*) FILTER (WHERE report AND on_time AND age_days <= 1095) ELSE 0 END AS reports_on_time_3y,
  count(*) FILTER (WHERE report AND employees = 0 AND age_days <= 1130) AS staff_none,
  count(*) FILTER (WHERE insured = 0 AND employees >= 3 AND age_days <= 760) AS insured_none_2y,
  count(*) FILTER (WHERE insured_share >= 0.9 AND employees >= 5 AND age_days <= 760) AS staff_insured_2y,
  count(*) FILTER (WHERE debt_ratio > 1 AND age_days <= 1130) AS insolvent_3y,
  count(*) FILTER (WHERE assets_yuan = 0 AND age_days <= 1130) AS assets_none_3y,
  min(margin) FILTER (WHERE age_days <= 760) AS margin_2y,
  -min(profit_yuan) FILTER (WHERE profit_yuan < 0 AND age_days <= 1130) AS largest_loss_3y,
  max(revenue_per_head) FILTER (WHERE age_days <= 760) AS revenue_per_head,
  CASE WHEN count(*) FILTER (WHERE profit_yuan < 0 AND age_days <= 1130) = 0 THEN count(*) FILTER (WHERE profit_yuan > 0 AND age_days <= 1130) ELSE 0 END AS profitable_3y,
  count(*) FILTER (WHERE rating_grade >= 3 AND age_days <= 1095) AS ratings_bad_3y,
  CASE WHEN min(age_days) FILTER (WHERE rating_grade >= 3) <= min(age_days) FILTER (WHERE rating_grade >= 1) THEN 1 ELSE 0 END AS rating_last_bad
FROM fact
  GROUP BY subject_id
)
SELECT m.*, coalesce(o.kinds, 0) AS arrears_kinds FROM measured m LEFT JOIN owed o USING (subject_id);
