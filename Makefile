# What `sam build` calls for each function: builds the function's module and those it needs, and copies its shaded jar to
# lib/, where the Lambda runtime looks for jars. Tests and formatting are the business of `mvn verify`.
build-%Function: MODULE = $(shell echo $* | tr '[:upper:]' '[:lower:]')-function
# The digest is sent with the words and to the topic of the alerts, and so by the same jar.
build-DigestFunction: MODULE = notify-function
# Not in its jar, so that a release needs no build to deploy other rules.
build-EvaluateFunction: BESIDE = $(filter-out %-test.yaml,$(wildcard rules/*.yaml)) $(wildcard rules/rules.yaml.sha256)
build-%Function:
	rm -f $(MODULE)/target/$(MODULE)-*-lambda.jar
	mvn -B -q -pl $(MODULE) -am package -Dquick
	mkdir -p "$(ARTIFACTS_DIR)/lib"
	cp $(MODULE)/target/$(MODULE)-*-lambda.jar "$(ARTIFACTS_DIR)/lib/"
	$(if $(BESIDE),cp $(BESIDE) "$(ARTIFACTS_DIR)/")

# The release that needs no build: dist/access-analyzer-triage-VERSION.zip and what belongs to it.
.PHONY: release
release:
	release/build
