-- Days on which visits of joint inspections are made.

CREATE TABLE campaign_day (
  campaign INTEGER NOT NULL,          -- of campaign
  visit INTEGER NOT NULL,             -- of campaign_visit; one day each
  day DATE NOT NULL,                  -- day of the visit
  set_at TIMESTAMP NOT NULL,          -- when the day was set, UTC
  set_by VARCHAR NOT NULL             -- who set it; '' unknown
);
COMMENT ON TABLE campaign_day IS 'Days of visits: a visit that is not here has the day of its inspection.';
