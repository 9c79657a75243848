-- The load itself.
insert into load values (
  $load_id, $source, $release, 'update', $file_name, $sha256, $bytes, $layout,
  $loaded_at::timestamp, $accessed_on::date, $first_date::date, $last_date::date,
  $read, $rejected, $duplicate, $accepted, $unchanged, $added, $revised, 0, $claims,
  $licence, $citation, $tool, $reference
)
