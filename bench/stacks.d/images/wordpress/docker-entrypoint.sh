#!/bin/sh
# Puts WordPress into the volume where it is empty; wp-config.php reads WORDPRESS_DB_HOST, _USER, _PASSWORD and _NAME, or the
# files that they name with _FILE, at each request, as in the image of this name.
set -eu
if [ ! -e index.php ]; then
    cp -rL /usr/share/wordpress/. .
    cat > wp-config.php <<'PHP'
<?php
function value($name, $default) {
    $file = getenv($name . '_FILE');
    return $file ? trim(file_get_contents($file)) : (getenv($name) ?: $default);
}
define('DB_HOST', value('WORDPRESS_DB_HOST', 'mysql'));
define('DB_USER', value('WORDPRESS_DB_USER', 'example username'));
define('DB_PASSWORD', value('WORDPRESS_DB_PASSWORD', 'example password'));
define('DB_NAME', value('WORDPRESS_DB_NAME', 'wordpress'));
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('DISABLE_WP_CRON', true);
$table_prefix = value('WORDPRESS_TABLE_PREFIX', 'wp_');
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
PHP
    chown -R www-data:www-data .
fi
exec "$@"
