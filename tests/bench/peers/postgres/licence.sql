CREATE UNLOGGED TABLE text_licence AS
SELECT licence_name,
  licence_name ~ '食品|餐饮' AS food,
  licence_name ~ '药|医疗' AS health,
  licence_name ~ '危险化学品|安全生产|燃气|烟花|民用爆炸|特种设备' AS dangerous
FROM (SELECT DISTINCT licence_name FROM licence) AS texts;
ANALYZE text_licence;

CREATE UNLOGGED TABLE measure_licence AS
WITH fact AS (
  SELECT subject_id, age_days, status, licence_name,
    valid_until - :'as_of'::date AS days_left,
    coalesce(status IN ('revoked', 'cancelled'), false) AS ended,
    coalesce(valid_until < :'as_of'::date OR status = 'expired', false)
      AND coalesce(max(valid_until) OVER (PARTITION BY subject_id, licence_name) < :'as_of'::date, true) AS lapsed,
    coalesce(status, 'valid') = 'valid' AND valid_until >= :'as_of'::date AS valid_now,
    status IS NULL AND valid_until IS NULL AS untold,
    valid_until - valid_from AS term_days,
    coalesce(occurred_on, valid_from) - previous_until AS gap_days,
    food, health, dangerous
  FROM known_licence LEFT JOIN text_licence USING (licence_name)
)
SELECT subject_id,
  count(*) FILTER (WHERE lapsed AND NOT ended) AS lapsed,
  count(*) FILTER (WHERE valid_now AND days_left <= 60) AS expiring_60d,
  count(*) FILTER (WHERE status = 'revoked' AND age_days <= 1825) AS revoked_5y,
  count(*) FILTER (WHERE status = 'suspended') AS suspended,
  CASE WHEN count(*) FILTER (WHERE lapsed OR ended) > 0 AND count(*) FILTER (WHERE NOT (lapsed OR ended)) = 0 THEN 1 ELSE 0 END AS none_valid,
  count(DISTINCT licence_name) FILTER (WHERE valid_now) AS valid_kinds,
  max(-days_left) FILTER (WHERE lapsed AND NOT ended) AS lapsed_days,
  count(*) FILTER (WHERE valid_now AND days_left < 30) AS renewal_missed,
  max(gap_days) FILTER (WHERE age_days <= 1825) AS gap_5y,
  count(*) FILTER (WHERE lapsed OR ended)::float8 / count(*) AS invalid_share,
  count(*) FILTER (WHERE untold) AS untold,
  count(*) FILTER (WHERE status = 'cancelled' AND age_days <= 1095) AS cancelled_3y,
  coalesce(sum(exp(age_days * (-ln(2::float8) / 730))) FILTER (WHERE ended), 0) AS ended_decayed,
  count(*) FILTER (WHERE lapsed AND NOT ended AND (food OR health)) AS lapsed_food,
  count(*) FILTER (WHERE lapsed AND NOT ended AND dangerous) AS lapsed_dangerous,
  count(*) FILTER (WHERE valid_now AND food) AS food_held,
  count(*) FILTER (WHERE valid_now AND health) AS health_held,
  count(*) FILTER (WHERE valid_now AND dangerous) AS dangerous_held,
  count(*) FILTER (WHERE valid_now AND gap_days IS NULL AND age_days <= 365) AS new_1y,
  count(*) FILTER (WHERE valid_now AND term_days <= 366) AS short_term,
  count(*) FILTER (WHERE valid_now AND gap_days <= 0) AS renewed_in_time
FROM fact
GROUP BY subject_id;
