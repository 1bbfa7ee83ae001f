# What a developer types. Each target prepares what it needs.
PYTHON ?= python3
PYTEST_ARGS ?= -n auto
VENV := .venv
PY := $(VENV)/bin/python
STAMP := $(VENV)/installed

.DEFAULT_GOAL := help
.PHONY: help setup system run test test-long bench pictures

help:
	@echo "make run        打开练习所(无屏幕时把一天的工作做到 out/) / open the practice office (without a screen: a day's work into out/)"
	@echo "make test       格式、类型、测试 / style, types, tests"
	@echo "make test-long  更久的随机测试 / the same tests with many more random cases"
	@echo "make bench      速度与内存 / speed and memory"
	@echo "make pictures   给每个页面拍照到 docs/pictures / photograph every page into docs/pictures"
	@echo "make setup      只准备 .venv / prepare .venv and nothing else"
	@echo "PYTHON=python3.12 make setup    选择 Python(3.11 以上) / choose the Python (3.11 or newer)"

setup: $(STAMP)

system:
	@sh packaging/system-libraries.sh "$(PYTHON)"

# the stamp is older than the lock, or missing: install; nothing else does
$(STAMP): requirements.lock | system
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "需要 Python 3.11 以上,例如 / Python 3.11 or newer is needed, for example: make setup PYTHON=python3.12" >&2; exit 1; }
	@$(PY) -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@echo "安装 requirements.lock / installing requirements.lock ..."
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $(STAMP)

run: setup
	$(PY) main.py --practice

test: setup
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	QT_QPA_PLATFORM=offscreen $(PY) -m pytest $(PYTEST_ARGS)

test-long: setup
	TAIZHANG_LONG_TESTS=1 QT_QPA_PLATFORM=offscreen $(PY) -m pytest $(PYTEST_ARGS)

bench: setup
	$(PY) -m tests.bench

pictures: setup
	$(PY) -m tests.pictures
