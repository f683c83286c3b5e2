-- Who shares an address, a telephone or a representative is counted in one grouping, each member then taken off.
CREATE UNLOGGED TABLE listed AS
SELECT DISTINCT subject_id FROM known_listing
WHERE kind IN ('abnormal', 'serious', 'tax_serious', 'dishonest') AND (removed_on IS NULL OR removed_on > :'as_of'::date);
ANALYZE listed;

CREATE UNLOGGED TABLE fined AS
SELECT DISTINCT subject_id FROM known_penalty WHERE age_days <= 730 AND kind IS DISTINCT FROM 'none';
ANALYZE fined;

CREATE UNLOGGED TABLE known AS
SELECT s.subject_id, s.address, s.phone, s.legal_rep, s.registrar,
  (l.subject_id IS NOT NULL)::int AS listed, (f.subject_id IS NOT NULL)::int AS fined, coalesce(s.status = 'revoked', false)::int AS revoked,
  coalesce(s.established BETWEEN :'as_of'::date - 365 AND :'as_of'::date, false)::int AS new
FROM subject s LEFT JOIN listed l USING (subject_id) LEFT JOIN fined f USING (subject_id);
ANALYZE known;

CREATE UNLOGGED TABLE measure_relation AS
WITH address AS (
  SELECT address, count(*) AS subjects, sum(listed) AS listed, sum(fined) AS fined, sum(new) AS new
  FROM known WHERE length(address) >= 6 GROUP BY address HAVING count(*) > 1
), phone AS (
  SELECT phone, count(*) AS subjects, sum(listed) AS listed, sum(fined) AS fined
  FROM known WHERE length(phone) >= 7 AND strpos(phone, '*') = 0 GROUP BY phone HAVING count(*) > 1
), representative AS (
  SELECT legal_rep, coalesce(registrar, '') AS registrar, count(*) AS subjects, sum(listed) AS listed, sum(fined) AS fined, sum(revoked) AS revoked
  FROM known WHERE length(legal_rep) >= 2 AND strpos(legal_rep, '*') = 0 GROUP BY 1, 2 HAVING count(*) > 1
), shared AS (
  SELECT k.subject_id,
    a.subjects AS same_address, p.subjects AS same_phone, c.subjects AS same_legal_rep,
    a.listed - k.listed AS address_listed, a.fined - k.fined AS address_fined, a.new - k.new AS address_new_1y,
    p.listed - k.listed AS phone_listed, p.fined - k.fined AS phone_fined,
    c.listed - k.listed AS representative_listed, c.fined - k.fined AS representative_fined, c.revoked - k.revoked AS representative_revoked
  FROM known k
    LEFT JOIN address a ON a.address = k.address
    LEFT JOIN phone p ON p.phone = k.phone
    LEFT JOIN representative c ON c.legal_rep = k.legal_rep AND c.registrar = coalesce(k.registrar, '')
  WHERE a.subjects IS NOT NULL OR p.subjects IS NOT NULL OR c.subjects IS NOT NULL
), recorded AS (
  SELECT r.subject_id,
    count(DISTINCT other) FILTER (WHERE current) AS degree,
    count(DISTINCT other) FILTER (WHERE current AND l.subject_id IS NOT NULL) AS listed_partners,
    count(DISTINCT other) FILTER (WHERE current AND f.subject_id IS NOT NULL) AS fined_partners,
    count(*) FILTER (WHERE NOT current AND kind IN ('legal_rep', 'shareholder', 'officer') AND ended_days <= 730) AS turnover_2y,
    count(*) FILTER (WHERE current AND kind = 'branch') AS branches,
    count(*) FILTER (WHERE current AND kind = 'investment') AS investments,
    max(share) FILTER (WHERE current AND kind = 'shareholder') AS largest_share
  FROM (
    SELECT subject_id, other_subject_id, kind, share, coalesce(other_code, other_name) AS other,
      until_on IS NULL OR until_on > :'as_of'::date AS current, :'as_of'::date - until_on AS ended_days
    FROM known_relation
    OFFSET 0
  ) AS r LEFT JOIN listed l ON l.subject_id = r.other_subject_id LEFT JOIN fined f ON f.subject_id = r.other_subject_id
  GROUP BY r.subject_id
)
SELECT subject_id,
  s.same_address, s.same_phone, s.same_legal_rep,
  coalesce(r.degree, 0) AS degree,
  coalesce(r.listed_partners, 0) AS listed_partners,
  coalesce(r.fined_partners, 0) AS fined_partners,
  coalesce(r.turnover_2y, 0) AS turnover_2y,
  s.address_listed, s.address_fined, s.address_new_1y, s.phone_listed, s.phone_fined,
  s.representative_listed, s.representative_fined, s.representative_revoked,
  coalesce(r.branches, 0) AS branches,
  coalesce(r.investments, 0) AS investments,
  r.largest_share
FROM recorded r FULL JOIN shared s USING (subject_id);
