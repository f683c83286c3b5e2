-- What parties said, and the hearings that were asked for and held, before a listing on a list that gives notice.

CREATE TABLE case_hearing (
  case_no INTEGER NOT NULL,           -- of desk_case
  step VARCHAR NOT NULL,              -- stated | requested | held | waived: the latest one says where the hearing stands
  happened_on DATE NOT NULL,          -- day on which the party stated, asked, was heard or waived
  revision INTEGER NOT NULL           -- revision of the case that it came with: its event tells who noted it, and what was said
);
COMMENT ON TABLE case_hearing IS 'Steps between the notice of a listing and its decision. A notice that is taken back takes its steps with it; their events stay.';
