//! Expressions taken apart: their parts, the columns that they name, the functions that add up.

use sqlparser::ast::{
    AccessExpr, BinaryOperator, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments, Ident, InTarget,
    Query, Subscript, Value,
};

/// The expressions directly inside, without those of subqueries.
pub(super) fn parts(expr: &Expr) -> Vec<&Expr> {
    match expr {
        Expr::Nested(inner)
        | Expr::UnaryOp { expr: inner, .. }
        | Expr::Cast { expr: inner, .. }
        | Expr::Convert { expr: inner, .. }
        | Expr::Extract { expr: inner, .. }
        | Expr::Ceil { expr: inner, .. }
        | Expr::Floor { expr: inner, .. }
        | Expr::Collate { expr: inner, .. }
        | Expr::Trim { expr: inner, .. }
        | Expr::Prefixed { value: inner, .. }
        | Expr::IsFalse(inner)
        | Expr::IsNotFalse(inner)
        | Expr::IsTrue(inner)
        | Expr::IsNotTrue(inner)
        | Expr::IsNull(inner)
        | Expr::IsNotNull(inner) => vec![inner],
        Expr::BinaryOp { left, right, .. }
        | Expr::AnyOp { left, right, .. }
        | Expr::AllOp { left, right, .. }
        | Expr::IsDistinctFrom(left, right)
        | Expr::IsNotDistinctFrom(left, right)
        | Expr::Like { expr: left, pattern: right, .. }
        | Expr::ILike { expr: left, pattern: right, .. }
        | Expr::SimilarTo { expr: left, pattern: right, .. }
        | Expr::Position { expr: left, r#in: right } => vec![left, right],
        Expr::Between { expr, low, high, .. } => vec![expr, low, high],
        Expr::In { expr, target, .. } => match target {
            InTarget::List(list) => std::iter::once(expr.as_ref()).chain(list).collect(),
            _ => vec![expr],
        },
        Expr::Substring { expr, substring_from, substring_for, .. } => {
            [Some(expr), substring_from.as_ref(), substring_for.as_ref()]
                .into_iter()
                .flatten()
                .map(AsRef::as_ref)
                .collect()
        }
        Expr::AtTimeZone { timestamp, time_zone } => vec![timestamp, time_zone],
        Expr::Function(function) => arguments(function).chain(function.filter.as_deref()).collect(),
        Expr::Case { operand, conditions, else_result, .. } => operand
            .iter()
            .map(AsRef::as_ref)
            .chain(conditions.iter().flat_map(|when| [&when.condition, &when.result]))
            .chain(else_result.iter().map(AsRef::as_ref))
            .collect(),
        Expr::GroupingSets(sets) | Expr::Cube(sets) | Expr::Rollup(sets) => sets.iter().flatten().collect(),
        Expr::Tuple(items) => items.iter().collect(),
        Expr::Struct { values, .. } => values.iter().collect(),
        Expr::Named { expr, .. } => vec![expr],
        Expr::Dictionary(fields) => fields.iter().map(|field| field.value.as_ref()).collect(),
        Expr::Array(array) => array.elem.iter().collect(),
        Expr::Interval(interval) => vec![&interval.value],
        Expr::CompoundFieldAccess { root, access_chain } => std::iter::once(root.as_ref())
            .chain(access_chain.iter().filter_map(|access| match access {
                AccessExpr::Dot(expr) | AccessExpr::Subscript(Subscript::Index { index: expr }) => Some(expr),
                AccessExpr::Subscript(_) => None,
            }))
            .collect(),
        _ => Vec::new(),
    }
}

/// Calls with every expression, outer ones first; `false` leaves out what is inside.
pub(super) fn walk<'e>(expr: &'e Expr, visit: &mut dyn FnMut(&'e Expr) -> bool) {
    if visit(expr) {
        parts(expr).into_iter().for_each(|part| walk(part, visit));
    }
}

/// The queries inside an expression, each as it is.
pub(super) fn subqueries(expr: &Expr) -> Vec<&Query> {
    let mut found = Vec::new();
    walk(expr, &mut |part| {
        match part {
            Expr::Exists { subquery, .. } | Expr::Subquery(subquery) => found.push(subquery.as_ref()),
            Expr::In { target: InTarget::Subquery(subquery), .. } => found.push(subquery.as_ref()),
            Expr::Function(Function { args: FunctionArguments::Subquery(subquery), .. }) => {
                found.push(subquery.as_ref());
            }
            _ => {}
        }
        true
    });
    found
}

/// The arguments of a function.
pub(super) fn arguments(function: &Function) -> impl Iterator<Item = &Expr> {
    let args = match &function.args {
        FunctionArguments::List(list) => list.args.as_slice(),
        _ => &[],
    };
    args.iter().filter_map(|arg| match arg {
        FunctionArg::Named { arg: FunctionArgExpr::Expr(expr), .. }
        | FunctionArg::ExprNamed { arg: FunctionArgExpr::Expr(expr), .. }
        | FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => Some(expr),
        _ => None,
    })
}

/// True for `count(distinct ...)` and its like.
pub(super) fn is_distinct(function: &Function) -> bool {
    match &function.args {
        FunctionArguments::List(list) => list.duplicate_treatment == Some(sqlparser::ast::DuplicateTreatment::Distinct),
        _ => false,
    }
}

/// The last part of a function's name, in lower case.
pub(super) fn function_name(function: &Function) -> String {
    let last = function.name.0.last().and_then(|part| part.as_ident()).map(|ident| ident.value.to_ascii_lowercase());
    last.unwrap_or_default()
}

/// Functions that add up.
pub(super) fn adds_up(name: &str) -> bool {
    matches!(name, "sum" | "fsum" | "kahan_sum" | "sumkahan" | "sum_no_overflow")
}

/// Functions that count rows.
pub(super) fn counts(name: &str) -> bool {
    matches!(name, "count" | "count_star" | "count_if" | "countif")
}

/// Functions that add up and divide.
pub(super) fn averages(name: &str) -> bool {
    matches!(name, "avg" | "mean" | "favg" | "weighted_avg" | "wavg")
}

/// Functions that make a list of the values of rows.
pub(super) fn makes_list(name: &str) -> bool {
    matches!(name, "list" | "array_agg")
}

/// Words of which one stands where values of a list are added up.
pub(super) const ADD_UP_LISTS: &[&str] = &[
    "list_sum",
    "list_avg",
    "list_aggregate",
    "list_aggr",
    "array_aggregate",
    "array_aggr",
    "aggregate",
    "list_reduce",
    "array_reduce",
    "reduce",
    "list_product",
    "list_inner_product",
    "list_dot_product",
];

/// Functions that give one of the values that they take.
pub(super) fn picks(name: &str) -> bool {
    matches!(name, "min" | "max")
}

/// True if `columns(...)` stands inside: any column may be meant.
pub(super) fn takes_all_columns(expr: &Expr) -> bool {
    let mut found = false;
    walk(expr, &mut |part| {
        found |= matches!(part, Expr::Function(function) if function_name(function) == "columns");
        !found
    });
    found
}

/// The queries inside an expression whose values become part of its own.
pub(super) fn scalar_queries(expr: &Expr) -> Vec<&Query> {
    let mut found = Vec::new();
    walk(expr, &mut |part| {
        match part {
            Expr::Subquery(subquery) => found.push(subquery.as_ref()),
            Expr::Function(Function { args: FunctionArguments::Subquery(subquery), .. }) => {
                found.push(subquery.as_ref());
            }
            // Of these only whether there is such a row comes out.
            Expr::Exists { .. } | Expr::In { target: InTarget::Subquery(_), .. } => return false,
            _ => {}
        }
        true
    });
    found
}

/// Table functions that read nothing of the ledger's rows: numbers, what the ledger is made of, files.
pub(super) fn is_foreign(name: &str) -> bool {
    let is_one = matches!(
        name,
        "range"
            | "generate_series"
            | "repeat"
            | "repeat_row"
            | "unnest"
            | "glob"
            | "sniff_csv"
            | "json_each"
            | "json_tree"
            | "read_csv"
            | "read_csv_auto"
            | "read_json"
            | "read_json_auto"
            | "read_json_objects"
            | "read_ndjson"
            | "read_ndjson_auto"
            | "read_ndjson_objects"
            | "read_parquet"
            | "parquet_scan"
            | "parquet_metadata"
            | "parquet_schema"
            | "parquet_file_metadata"
            | "parquet_kv_metadata"
            | "read_text"
            | "read_blob"
            | "test_all_types"
    );
    is_one || name.starts_with("duckdb_") || name.starts_with("pragma_")
}

/// Functions that put rows themselves into a result of few rows.
pub(super) fn hands_on_rows(name: &str) -> bool {
    matches!(
        name,
        "list"
            | "array_agg"
            | "string_agg"
            | "group_concat"
            | "listagg"
            | "json_group_array"
            | "json_group_object"
            | "json_group_structure"
            | "any_value"
            | "arbitrary"
            | "first"
            | "last"
            | "arg_max"
            | "arg_min"
            | "argmax"
            | "argmin"
            | "max_by"
            | "min_by"
            | "arg_max_null"
            | "arg_min_null"
            | "mode"
            | "histogram"
            | "map_from_entries"
            | "approx_top_k"
            | "reservoir_quantile"
    )
}

/// Aggregate functions: a block with one of them and no `group by` gives one row.
pub(super) fn is_aggregate(name: &str) -> bool {
    adds_up(name)
        || counts(name)
        || hands_on_rows(name)
        || matches!(
            name,
            "min"
                | "max"
                | "avg"
                | "mean"
                | "favg"
                | "median"
                | "mad"
                | "product"
                | "entropy"
                | "skewness"
                | "kurtosis"
                | "kurtosis_pop"
                | "quantile"
                | "quantile_cont"
                | "quantile_disc"
                | "approx_quantile"
                | "approx_count_distinct"
                | "stddev"
                | "stddev_pop"
                | "stddev_samp"
                | "variance"
                | "var_pop"
                | "var_samp"
                | "corr"
                | "covar_pop"
                | "covar_samp"
                | "regr_slope"
                | "regr_intercept"
                | "regr_r2"
                | "regr_count"
                | "bool_or"
                | "bool_and"
                | "bit_or"
                | "bit_and"
                | "bit_xor"
                | "bitstring_agg"
                | "grouping"
                | "geomean"
                | "geometric_mean"
                | "weighted_avg"
                | "wavg"
        )
}

/// True if the expression adds up, counts or otherwise takes rows together, windows aside.
pub(super) fn has_aggregate(expr: &Expr) -> bool {
    let mut found = false;
    walk(expr, &mut |part| {
        if let Expr::Function(function) = part {
            found |= function.over.is_none() && is_aggregate(&function_name(function));
        }
        !found
    });
    found
}

/// The column that an expression names, if it is one: the relation's name, where given, and its own.
pub(super) fn column(expr: &Expr) -> Option<(Option<String>, String)> {
    match expr {
        Expr::Identifier(name) => Some((None, lower(name))),
        Expr::CompoundIdentifier(names) => {
            let (name, before) = names.split_last()?;
            Some((before.last().map(lower), lower(name)))
        }
        Expr::Nested(inner) | Expr::Cast { expr: inner, .. } | Expr::Collate { expr: inner, .. } => column(inner),
        Expr::Function(function) if matches!(function_name(function).as_str(), "lower" | "upper" | "trim") => {
            arguments(function).next().and_then(column)
        }
        _ => None,
    }
}

/// Every column that an expression names, without those of subqueries.
pub(super) fn columns(expr: &Expr) -> Vec<(Option<String>, String)> {
    let mut found = Vec::new();
    walk(expr, &mut |part| match part {
        Expr::Identifier(_) | Expr::CompoundIdentifier(_) => {
            found.extend(column(part));
            false
        }
        _ => true,
    });
    found
}

/// The text of a constant; none for what is no constant.
pub(super) fn literal(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Nested(inner) | Expr::Cast { expr: inner, .. } => literal(inner),
        Expr::Value(value) => match &value.value {
            Value::SingleQuotedString(text) | Value::EscapedStringLiteral(text) => Some(text.clone()),
            Value::Number(text, _) => Some(text.clone()),
            _ => None,
        },
        _ => None,
    }
}

/// True if a placeholder or a subquery stands inside: it cannot be asked by itself.
pub(super) fn depends(expr: &Expr) -> bool {
    let mut found = !subqueries(expr).is_empty();
    walk(expr, &mut |part| {
        found |= matches!(part, Expr::Value(value) if matches!(value.value, Value::Placeholder(_)));
        !found
    });
    found
}

/// The conditions that all must hold.
pub(super) fn conjuncts(expr: &Expr) -> Vec<&Expr> {
    match expr {
        Expr::BinaryOp { left, op: BinaryOperator::And, right } => {
            let mut all = conjuncts(left);
            all.extend(conjuncts(right));
            all
        }
        Expr::Nested(inner) => conjuncts(inner),
        other => vec![other],
    }
}

pub(super) fn lower(name: &Ident) -> String {
    name.value.to_ascii_lowercase()
}
