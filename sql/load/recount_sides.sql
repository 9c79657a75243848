-- Dead by what their side is, for all current events of a source with deaths by side, under changed reference data.
update event
set
  state_forces_best = case
    when event_class = 'state_based'
      then case when kind_a = 'state' then deaths_a else 0 end + case when kind_b = 'state' then deaths_b else 0 end
    else 0
  end,
  auxiliaries_best = case
    when event_class <> 'one_sided'
      then case when kind_a = 'auxiliary' then deaths_a else 0 end + case when kind_b = 'auxiliary' then deaths_b else 0 end
    else 0
  end,
  nonstate_best = case
    when event_class <> 'one_sided'
      then case when kind_a = 'nonstate' then deaths_a else 0 end + case when kind_b = 'nonstate' then deaths_b else 0 end
    else 0
  end,
  unspecified_best = deaths_unknown + case
      when event_class = 'one_sided' then deaths_a + deaths_b
      else case
          when kind_a = 'unclear' or (kind_a = 'state' and event_class <> 'state_based') then deaths_a
          else 0
        end
        + case
          when kind_b = 'unclear' or (kind_b = 'state' and event_class <> 'state_based') then deaths_b
          else 0
        end
    end
from current_side_kind as side_kind
where side_kind.source = event.source
  and side_kind.source_event_id = event.source_event_id
  and event.deaths_a is not null
  and event.deaths_b is not null
