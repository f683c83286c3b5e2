CREATE UNLOGGED TABLE text_list AS
SELECT list_name, list_name ~ '农民工|工资' AS wages, list_name ~ '安全生产|消防' AS safety
FROM (SELECT DISTINCT list_name FROM listing) AS texts;
ANALYZE text_list;

CREATE UNLOGGED TABLE measure_listing AS
WITH fact AS (
  SELECT subject_id, age_days, kind, ground_code, amount_yuan,
    (removed_on IS NULL OR removed_on > :'as_of'::date) AND (valid_until IS NULL OR valid_until >= :'as_of'::date) AS current,
    kind IN ('abnormal', 'serious', 'tax_serious', 'dishonest') AS adverse,
    CASE WHEN removed_on <= :'as_of'::date THEN removed_on - occurred_on END AS days_listed,
    CASE WHEN removed_on <= :'as_of'::date THEN :'as_of'::date - removed_on END AS removed_days,
    kind = 'abnormal' AS abnormal, kind = 'honour' AS honour, kind = 'dishonest' AS dishonest,
    wages, safety
  FROM known_listing LEFT JOIN text_list USING (list_name)
  OFFSET 0
)
SELECT subject_id,
  count(*) FILTER (WHERE abnormal AND current) AS abnormal_current,
  max(age_days) FILTER (WHERE abnormal AND current) AS abnormal_days,
  count(*) FILTER (WHERE abnormal AND ground_code = 'unreachable' AND current) AS abnormal_unreachable,
  count(*) FILTER (WHERE abnormal AND ground_code = 'falsehood' AND age_days <= 1825) AS abnormal_falsehood_5y,
  count(*) FILTER (WHERE abnormal AND age_days <= 1825) AS abnormal_repeated_5y,
  count(*) FILTER (WHERE kind = 'serious' AND age_days <= 1825) AS serious_past_5y,
  count(*) FILTER (WHERE kind = 'tax_serious' AND age_days <= 1825) AS tax_serious_5y,
  count(*) FILTER (WHERE dishonest AND current) AS dishonest_current,
  count(*) FILTER (WHERE kind = 'key' AND current) AS key_current,
  count(*) FILTER (WHERE honour AND current) AS honours_current,
  count(*) FILTER (WHERE abnormal AND ground_code = 'report' AND current) AS abnormal_report,
  count(*) FILTER (WHERE abnormal AND ground_code = 'publication' AND current) AS abnormal_publication,
  coalesce(sum(exp(age_days * (-ln(2::float8) / 730))) FILTER (WHERE abnormal), 0) AS abnormal_decayed,
  CASE WHEN count(*) FILTER (WHERE abnormal AND days_listed >= 0) > 0
    THEN count(*) FILTER (WHERE abnormal AND current AND age_days <= 365) ELSE 0 END AS abnormal_relisted_1y,
  count(*) FILTER (WHERE adverse AND current) AS lists_current,
  count(*) FILTER (WHERE dishonest AND age_days <= 1826) AS dishonest_past_5y,
  coalesce(sum(amount_yuan) FILTER (WHERE kind IN ('dishonest', 'tax_serious') AND age_days <= 1826), 0) AS dishonest_amount_5y,
  count(*) FILTER (WHERE wages AND current) AS wages_current,
  count(*) FILTER (WHERE safety AND current AND NOT honour) AS safety_current,
  count(*) FILTER (WHERE honour AND removed_days <= 1095) AS honour_lost_3y,
  avg(days_listed::float8) FILTER (WHERE abnormal AND age_days <= 1826) AS slow_removal_5y,
  CASE WHEN count(*) FILTER (WHERE abnormal AND current) = 0
    THEN count(*) FILTER (WHERE abnormal AND days_listed <= 90 AND age_days <= 1826) ELSE 0 END AS quick_removal_5y
FROM fact
GROUP BY subject_id;
