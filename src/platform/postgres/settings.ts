/** PostgreSQL settings by name, as they stand in a configuration file. */
export type Settings = Readonly<Record<string, string>>

/**
 * Settings of the embedded database for a machine of two cores. What is acknowledged is on disk: `fsync`, `synchronous_commit` and
 * `full_page_writes` are said out loud, because the promise of the product rests on them.
 */
export const embeddedSettings: Settings = {
  listen_addresses: '127.0.0.1',
  // Loopback only: a socket's path may not exceed 107 bytes, and homes can lie deep.
  unix_socket_directories: '',
  max_connections: '100',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  wal_compression: 'on',
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  // Fewer, larger checkpoints: the first change of a page after each writes the whole page to the log.
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  random_page_cost: '1.1',
  // Compiling a plan costs more than our short statements take.
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  logging_collector: 'on',
  log_directory: 'log',
  log_filename: 'postgres-%a.log',
  log_truncate_on_rotation: 'on',
  log_rotation_age: '1d',
  log_rotation_size: '0',
}

/** The text of a configuration file. */
export function settingsText(settings: Settings): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'\n`)
    .join('')
}
