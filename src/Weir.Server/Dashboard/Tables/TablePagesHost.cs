using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Weir.Pipeline.Tables;
using Weir.Server.Jobs;
using Weir.Server.Problems;
using Weir.Server.Security;

namespace Weir.Server.Dashboard.Tables;

/// <summary>Puts the pages of tables into the server.</summary>
internal static class TablePagesHost
{
    /// <summary>Adds what the pages stand on.</summary>
    public static void AddTablePages(this IServiceCollection services) =>
        services.AddSingleton<StagedFiles>().AddSingleton<TableUpload>().AddSingleton<TableDesk>().AddSingleton<TableFigures>().AddSingleton<PredictDesk>();

    /// <summary>Maps the forms that send files, so that these are streamed.</summary>
    public static void MapTableForms(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/tables/new/upload", LoadAsync).ExcludeFromDescription().Needs(AccessRole.Analyst, mainOnly: true).DisableAntiforgery();
        routes.MapPost("/tables/{Name}/predict/upload", PredictAsync).ExcludeFromDescription().Needs(AccessRole.Check).DisableAntiforgery();
        routes.MapPost("/tables/{Name}/drift/upload", CompareAsync).ExcludeFromDescription().Needs(AccessRole.Viewer, mainOnly: true).DisableAntiforgery();
        routes.MapGet("/tables/{Name}/predict/{id}/{form}", ResultAsync).ExcludeFromDescription().Needs(AccessRole.Check);
    }

    private static async Task<IResult> LoadAsync(HttpContext context, TableUpload upload, TableDesk desk)
    {
        var loads = false;
        var (file, problem) = await upload.TakeAsync(context, (file, form) =>
        {
            loads = form["act"] == "load";
            return file with { Table = TableDesk.TableOf(form["table"], form["name"], file.Name), Target = Text(form["target"]), Phishing = Text(form["phishing"]) };
        });
        if (file is null) return Refused(context, problem!, "/tables");
        if (loads) await Task.Run(() => desk.Load(file, context.RequestAborted), context.RequestAborted);
        return Results.Redirect($"/tables/new/look/{file.Id}");
    }

    private static async Task<IResult> PredictAsync(HttpContext context, string name, TableUpload upload, PredictDesk desk)
    {
        var back = $"/tables/{Uri.EscapeDataString(name)}/predict";
        if (!PredictDesk.MayKeep(context.Caller())) return Refused(context, new Problem(StatusCodes.Status403Forbidden, "What is judged here is kept for a day, and that needs a key or a login. POST /predict judges a file and keeps nothing."), back);
        var (file, problem) = await upload.TakeAsync(context, (file, form) => file with { Table = name, IsToJudge = true, HasReasons = form["reasons"] == "true" });
        if (file is null) return Refused(context, problem!, back);
        problem = await Task.Run(() => desk.JudgeAsync(file, context.Caller(), context.RequestAborted), context.RequestAborted);
        return problem is null ? Results.Redirect($"{back}/{file.Id}") : Refused(context, problem, back);
    }

    private static async Task<IResult> CompareAsync(HttpContext context, string name, TableUpload upload, TableFigures figures, StagedFiles staged, StoreDoor open)
    {
        var (store, back) = (open(), $"/tables/{Uri.EscapeDataString(name)}/drift");
        if (new TableCatalog(store).Find(name) is not { } table) return Refused(context, new Problem(StatusCodes.Status404NotFound, "There is no table of this name."), "/tables");
        var (file, problem) = await upload.TakeAsync(context, (file, _) => file with { Table = name, IsToCompare = true });
        if (file is null) return Refused(context, problem!, back);
        var run = await Task.Run(() => figures.Drift(store, table, file, staged.Input(file.Id)), context.RequestAborted);
        if (run.Refusal is not { } refusal) return Results.Redirect($"{back}?file={file.Id}");
        staged.Forget(file.Id);
        return Refused(context, Problem.BadRequest(refusal), back);
    }

    private static async Task<IResult> ResultAsync(HttpContext context, string name, string id, string form, StagedFiles staged, PredictDesk desk)
    {
        if (form is not ("csv" or "jsonl") || staged.Find(id, context.Caller().Tenant) is not { IsToJudge: true, Done: not null } file || file.Table != name) return Results.NotFound();
        if (form == "jsonl") return Results.File(staged.Result(id), "application/x-ndjson", FileNames.Of(file.Name, "-predicted.jsonl"), enableRangeProcessing: true);
        return await desk.CsvAsync(file, context.RequestAborted) is { } path ? Results.File(path, "text/csv; charset=utf-8", FileNames.Of(file.Name, "-predicted.csv"), enableRangeProcessing: true) : Results.NotFound();
    }

    /// <summary>What is answered to a file that is not taken.</summary>
    public static IResult Refused(HttpContext context, Problem problem, string back)
    {
        SafeHeaders.Set(context.Response);
        return new RazorComponentResult<FileRefusedDocument>(new { Sentence = problem.Detail, Back = back }) { StatusCode = problem.Status };
    }

    private static string? Text(string? value) => value?.Trim() is { Length: > 0 } text ? text : null;
}
