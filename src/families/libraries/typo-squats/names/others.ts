import { readNames, type KnownNames } from '../nearest.ts';

// well-known names of the smaller registries, November 2026; a name beside the list that is one slip away from one of them is in the second text
const cargo = readNames(
  `serde serde_json serde_derive serde_yaml tokio tokio-util tokio-stream rand rand_core libc syn quote proc-macro2 regex regex-syntax log env_logger tracing tracing-subscriber clap
  anyhow thiserror lazy_static once_cell bitflags chrono reqwest hyper http bytes futures futures-util futures-core async-trait async-std itertools rayon crossbeam crossbeam-channel
  parking_lot hashbrown indexmap smallvec memchr base64 uuid num-traits num-bigint url percent-encoding unicode-normalization toml axum actix-web actix-rt warp rocket tower tonic prost
  diesel sqlx rusqlite redis mongodb postgres tokio-postgres openssl openssl-sys rustls native-tls ring sha2 sha1 digest hmac aes-gcm ed25519-dalek curve25519-dalek tempfile walkdir
  glob ignore notify dashmap ahash fxhash criterion proptest quickcheck mockall assert_cmd predicates wasm-bindgen web-sys js-sys bindgen cxx pyo3 winapi windows-sys nix socket2 mio
  structopt colored indicatif dialoguer crossterm ratatui csv flate2 bzip2 image nalgebra ndarray polars arrow ethers solana-sdk solana-program anchor-lang faster-hex rustdecimal rust_decimal
  cargo_metadata semver dotenv dotenvy config askama handlebars tera nom pest winnow bincode rmp-serde ciborium jsonwebtoken argon2 bcrypt subtle zeroize strum either derive_more`,
  'rust-decimal async-std prost-types clap_derive syn-mid hashbrown tokio-tar',
);
const gem = readNames(
  `rails activesupport activerecord actionpack actionview activemodel activejob actionmailer railties rack rack-test rake bundler minitest rspec rspec-core rspec-expectations rspec-mocks
  rspec-rails nokogiri json puma unicorn passenger sinatra devise omniauth omniauth-oauth2 cancancan pundit sidekiq resque delayed_job redis mysql2 sqlite3 pg mongoid mongo faraday httparty
  rest-client typhoeus excon addressable aws-sdk aws-sdk-s3 aws-sdk-core fog carrierwave paperclip shrine mini_magick rmagick bootstrap bootstrap-sass sass sass-rails sassc jquery-rails
  turbolinks turbo-rails stimulus-rails importmap-rails webpacker uglifier coffee-rails coffee-script sprockets sprockets-rails haml slim jbuilder active_model_serializers kaminari
  will_paginate simple_form formtastic friendly_id paper_trail ransack factory_bot factory_bot_rails faker capybara selenium-webdriver webdrivers cucumber simplecov rubocop rubocop-rails
  rubocop-performance byebug pry pry-byebug pry-rails dotenv dotenv-rails figaro bcrypt jwt oauth2 google-api-client stripe twilio-ruby sentry-ruby newrelic_rpm jekyll kramdown redcarpet
  thor tzinfo concurrent-ruby multi_json builder mime-types mini_portile2 loofah sanitize crass ffi listen spring bootsnap atlas-client fastlane cocoapods chef puppet vagrant tty-prompt`,
  'rspec-its rack-cors',
);
const composer = readNames(
  `laravel/framework laravel/tinker laravel/sanctum laravel/passport laravel/socialite laravel/horizon symfony/console symfony/http-foundation symfony/http-kernel symfony/framework-bundle
  symfony/yaml symfony/process symfony/finder symfony/event-dispatcher symfony/routing symfony/translation symfony/var-dumper symfony/polyfill-mbstring symfony/flex symfony/mailer
  symfony/security-bundle symfony/twig-bundle symfony/validator symfony/serializer guzzlehttp/guzzle guzzlehttp/psr7 guzzlehttp/promises monolog/monolog phpunit/phpunit mockery/mockery
  fakerphp/faker fzaninotto/faker doctrine/orm doctrine/dbal doctrine/inflector doctrine/lexer doctrine/annotations twig/twig nesbot/carbon ramsey/uuid vlucas/phpdotenv league/flysystem
  league/commonmark league/oauth2-client league/csv firebase/php-jwt phpmailer/phpmailer swiftmailer/swiftmailer predis/predis aws/aws-sdk-php intervention/image barryvdh/laravel-debugbar
  spatie/laravel-permission spatie/laravel-medialibrary maatwebsite/excel phpoffice/phpspreadsheet dompdf/dompdf tecnickcom/tcpdf mpdf/mpdf squizlabs/php_codesniffer phpstan/phpstan
  friendsofphp/php-cs-fixer vimeo/psalm rector/rector nikic/php-parser nikic/fast-route slim/slim cakephp/cakephp yiisoft/yii2 codeigniter4/framework drupal/core drupal/core-recommended
  wpackagist-plugin/woocommerce johnpbloch/wordpress stripe/stripe-php google/apiclient psr/log psr/container psr/http-message psr/cache pestphp/pest livewire/livewire filament/filament inertiajs/inertia-laravel`,
);
const nuget = readNames(
  `newtonsoft.json serilog serilog.sinks.console serilog.sinks.file serilog.aspnetcore nlog nlog.web.aspnetcore log4net automapper mediatr fluentvalidation fluentassertions moq nsubstitute
  xunit xunit.runner.visualstudio nunit nunit3testadapter mstest.testframework mstest.testadapter microsoft.net.test.sdk coverlet.collector castle.core autofac dapper entityframework
  microsoft.entityframeworkcore microsoft.entityframeworkcore.sqlserver microsoft.entityframeworkcore.design microsoft.entityframeworkcore.tools npgsql npgsql.entityframeworkcore.postgresql
  mysql.data pomelo.entityframeworkcore.mysql mongodb.driver stackexchange.redis rabbitmq.client masstransit confluent.kafka polly refit restsharp swashbuckle.aspnetcore nswag.aspnetcore
  hangfire quartz identitymodel identityserver4 microsoft.identitymodel.tokens system.identitymodel.tokens.jwt azure.identity azure.storage.blobs azure.core awssdk.core awssdk.s3 google.protobuf
  grpc.net.client grpc.aspnetcore bouncycastle.cryptography csvhelper epplus closedxml itextsharp sixlabors.imagesharp skiasharp humanizer bogus benchmarkdotnet cefsharp.wpf mahapps.metro
  reactiveui prism.core avalonia system.text.json system.reactive microsoft.extensions.logging microsoft.extensions.dependencyinjection microsoft.extensions.configuration microsoft.extensions.hosting
  microsoft.extensions.http nethereum.web3 solnet.rpc discord.net telegram.bot htmlagilitypack anglesharp yamldotnet sharpziplib dotnetzip messagepack protobuf-net`,
  'nunitlite xunit.assert xunit.core',
);
const golang = readNames(
  `github.com/gin-gonic/gin github.com/gorilla/mux github.com/gorilla/websocket github.com/labstack/echo github.com/gofiber/fiber github.com/go-chi/chi github.com/spf13/cobra github.com/spf13/viper
  github.com/spf13/pflag github.com/spf13/afero github.com/sirupsen/logrus go.uber.org/zap github.com/rs/zerolog github.com/pkg/errors github.com/stretchr/testify github.com/google/uuid
  github.com/google/go-cmp github.com/golang/protobuf google.golang.org/protobuf google.golang.org/grpc github.com/grpc-ecosystem/grpc-gateway github.com/golang-jwt/jwt github.com/dgrijalva/jwt-go
  github.com/jinzhu/gorm gorm.io/gorm github.com/go-sql-driver/mysql github.com/lib/pq github.com/jackc/pgx github.com/mattn/go-sqlite3 github.com/jmoiron/sqlx github.com/redis/go-redis
  github.com/go-redis/redis go.mongodb.org/mongo-driver github.com/boltdb/bolt go.etcd.io/bbolt github.com/prometheus/client_golang github.com/docker/docker github.com/aws/aws-sdk-go
  github.com/aws/aws-sdk-go-v2 github.com/hashicorp/vault github.com/hashicorp/consul github.com/hashicorp/terraform github.com/urfave/cli github.com/fatih/color github.com/burntsushi/toml
  gopkg.in/yaml.v3 gopkg.in/yaml.v2 github.com/ethereum/go-ethereum github.com/shopspring/decimal github.com/robfig/cron github.com/nats-io/nats.go github.com/segmentio/kafka-go
  github.com/ibm/sarama github.com/shopify/sarama github.com/sashabaranov/go-openai golang.org/x/crypto golang.org/x/net golang.org/x/sync golang.org/x/text golang.org/x/tools golang.org/x/oauth2
  k8s.io/client-go k8s.io/api k8s.io/apimachinery sigs.k8s.io/controller-runtime github.com/onsi/ginkgo github.com/onsi/gomega github.com/golang/mock go.uber.org/mock github.com/davecgh/go-spew`,
);

/** Well-known names by ecosystem, folded as policies fold them. */
export const others: ReadonlyMap<string, KnownNames> = new Map([['cargo', folded(cargo)], ['gem', gem], ['composer', composer], ['nuget', nuget], ['golang', golang]]);

/** Cargo takes `_` and `-` as one. */
function folded({ used, known }: KnownNames): KnownNames {
  const fold = (name: string): string => name.replaceAll('_', '-');
  return { used: used.map(fold), known: new Set([...known].map(fold)) };
}
