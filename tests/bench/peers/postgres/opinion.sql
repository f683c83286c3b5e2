CREATE UNLOGGED TABLE measure_opinion AS
WITH fact AS (
  SELECT subject_id, age_days, sentiment, heat::float8 AS heat,
    sentiment = 'negative' AS negative,
    words ~ '食品|食物|卫生|异物' AS food,
    words ~ '安全|事故|火灾|爆炸' AS hazard,
    words ~ '跑路|退款|退费|闭店|失联' AS runaway,
    words ~ '工资|欠薪|裁员' AS wages,
    words ~ '质量|虚假|假货|服务态度' AS quality,
    platform ~ '新闻|日报|电视|央视|晚报' AS news,
    platform ~ '投诉|12345|留言|点评' AS consumer
  FROM (
    -- Only what is negative and of this year is searched.
    SELECT *, CASE WHEN sentiment = 'negative' AND age_days <= 365 THEN coalesce(topic, '') || E'\n' || coalesce(title, '') END AS words FROM known_opinion OFFSET 0
  ) AS source
  OFFSET 0
), place AS (
  SELECT subject_id, count(DISTINCT platform) AS platforms FROM known_opinion WHERE sentiment = 'negative' AND age_days <= 365 GROUP BY subject_id
), measured AS (
  SELECT subject_id,
  count(*) FILTER (WHERE negative AND age_days <= 365) AS negative_1y,
  coalesce(sum(exp(age_days * (-ln(2::float8) / 90))) FILTER (WHERE negative), 0) AS negative_decayed,
  coalesce(sum(heat) FILTER (WHERE negative AND age_days <= 180), 0) AS negative_heat_180d,
  CASE WHEN count(sentiment) FILTER (WHERE age_days <= 365) >= 3
    THEN count(*) FILTER (WHERE negative AND age_days <= 365)::float8 / count(sentiment) FILTER (WHERE age_days <= 365) END AS negative_share,
  CASE WHEN count(*) FILTER (WHERE negative AND age_days <= 365) = 0 THEN count(*) FILTER (WHERE sentiment = 'positive' AND age_days <= 365) ELSE 0 END AS positive_1y,
  count(*) FILTER (WHERE negative AND age_days <= 30) AS negative_30d,
  count(*) FILTER (WHERE negative AND age_days <= 1095) AS negative_3y,
  CASE WHEN count(*) FILTER (WHERE negative AND age_days <= 30) >= 2
    THEN count(*) FILTER (WHERE negative AND age_days <= 30) / (1 + count(*) FILTER (WHERE negative AND age_days BETWEEN 31 AND 210) / 6::float8) END AS surge_30d,
  count(*) FILTER (WHERE food) AS food_1y,
  count(*) FILTER (WHERE hazard) AS hazard_1y,
  count(*) FILTER (WHERE runaway) AS runaway_1y,
  count(*) FILTER (WHERE wages) AS wages_1y,
  count(*) FILTER (WHERE quality) AS quality_1y,
  max(heat) FILTER (WHERE negative AND age_days <= 365) AS largest_heat_1y,
  count(*) FILTER (WHERE negative AND news AND age_days <= 365) AS news_1y,
  count(*) FILTER (WHERE negative AND consumer AND age_days <= 365) AS consumer_sites_1y,
  CASE WHEN count(sentiment) FILTER (WHERE age_days <= 365) >= 3
    THEN count(*) FILTER (WHERE sentiment = 'positive' AND age_days <= 365)::float8 / count(sentiment) FILTER (WHERE age_days <= 365) END AS positive_share_1y
FROM fact
  GROUP BY subject_id
)
SELECT m.*, coalesce(p.platforms, 0) AS platforms_1y FROM measured m LEFT JOIN place p USING (subject_id);
