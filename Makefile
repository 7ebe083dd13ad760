# The two commands: `make serve` and `make test`. Both set up what is missing first.

tools := $(if $(LEVERET_TOOLS),$(LEVERET_TOOLS),$(CURDIR)/.tools)
with_tools := . "$(tools)/env.sh" &&
trunk := trunk --offline --skip-version-check

.PHONY: serve test build package release kill bench conformance differential record clean

serve: ## Serve the playground on http://127.0.0.1:8080 and rebuild when a file changes.
	@.ci/setup build
	@$(with_tools) cargo fetch --locked --quiet && exec $(trunk) serve --release

test: ## Pass every test.
	@.ci/setup test
	@$(with_tools) cargo fetch --locked --quiet && exec .ci/test

build: ## Make dist/, which any static server can serve under any path.
	@.ci/setup build
	@$(with_tools) cargo fetch --locked --quiet
	@$(MAKE) --no-print-directory release

package: ## Make the npm package of the engine: target/leveret-*.tgz. Nothing is published.
	@.ci/setup build
	@$(with_tools) cargo fetch --locked --quiet && exec .ci/package

release:
	@$(with_tools) $(trunk) build --release
	@.ci/size

kill: ## Kill the browser at random moments and audit what it left: ROUNDS=1000 SEED=. A thousand rounds take about forty minutes.
	@.ci/setup test
	@$(with_tools) cargo fetch --locked --quiet
	@$(MAKE) --no-print-directory release
	@$(with_tools) ROUNDS=$(or $(ROUNDS),1000) cargo test --locked --quiet --test end_to_end \
		whenever_the_browser_is_killed -- --nocapture

bench: ## Measure the engine and the package beside smqp, the loopback server beside RabbitMQ, and the page. Takes about half an hour.
	@.ci/setup bench
	@$(with_tools) cargo fetch --locked --quiet
	@$(MAKE) --no-print-directory release
	@$(with_tools) cargo bench --locked --quiet --bench engine --bench memory --bench loopback
	@$(with_tools) cargo bench --profile dev --locked --quiet --bench page
	@$(with_tools) .ci/package && node benches/package/side_by_side.js

conformance: ## Run a client's own tests: SUITE=pika CHECKOUT=/its/source (see .ci/conformance), RABBITMQ=127.0.0.1:5672
	@.ci/setup build
	@$(with_tools) exec .ci/conformance "$(SUITE)" "$(CHECKOUT)"

differential: ## Random operations on a RabbitMQ and here, answers compared: RABBITMQ=127.0.0.1:5672 OPERATIONS=100000 SEED= WORLD=
	@.ci/setup build
	@$(with_tools) cargo build --locked --quiet --release --example amqp_server
	@$(with_tools) SERVER=target/release/examples/amqp_server cargo test --locked --quiet --test differential

record: ## Write down anew what a RabbitMQ answers: RABBITMQ=127.0.0.1:5672 RESTART='command' TRACES=files
	@.ci/setup build
	@$(with_tools) cargo test --locked --quiet --test record -- $(or $(TRACES),tests/conformance/traces/*.trace)

clean: ## Remove what was built; the tools stay.
	rm -rf dist target
